# frozen_string_literal: true

# Ruby's Sidekiq: loaded by `sidekiq -r`. Speaks like child.ts: lines of "@" and JSON.
require "sidekiq"
require "json"

$stdout.sync = true
TASK = JSON.parse(ENV.fetch("BENCH_TASK")).freeze
Redis.silence_deprecations = true if Redis.respond_to?(:silence_deprecations=)
Redis.sadd_returns_boolean = false if Redis.respond_to?(:sadd_returns_boolean=)

# Says lines and counts jobs, from many threads.
module Bench
  @lock = Mutex.new
  @count = 0
  @next = 1
  @delays = []

  module_function

  def say(message)
    $stdout.write("@#{JSON.generate(message)}\n")
  end

  def monotonic_ms
    Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond)
  end

  def count
    @lock.synchronize do
      @count += 1
      next if @count < @next

      @next = @count - (@count % TASK["progressEvery"]) + TASK["progressEvery"]
      say(event: "progress", count: @count, atMs: monotonic_ms, cpuMs: cpu_ms, rssBytes: rss_bytes)
    end
  end

  def delay(delay_ms)
    @lock.synchronize do
      @delays << delay_ms
      next if @delays.size < 20

      say(event: "delays", delaysMs: @delays)
      @delays = []
    end
  end

  def cpu_ms
    Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID, :float_millisecond)
  end

  # Linux only; elsewhere 0, which reads as "not known".
  def rss_bytes
    File.read("/proc/self/statm").split[1].to_i * 4096
  rescue SystemCallError
    0
  end
end

Thread.new { $stdin.read && exit!(1) } # Ends with the process that measures it.

Sidekiq.configure_server do |config|
  config.redis = { url: TASK["redisUrl"] }
  config.logger.level = Logger::WARN
  config.on(:startup) { Bench.say(event: "ready") }
end

# The class of payload.ts.
class BenchWorker
  include Sidekiq::Worker

  def perform(first, _stage, _rest)
    case TASK["handler"]
    when "pickup" then Bench.delay(Bench.monotonic_ms - first)
    when "lateness" then Bench.delay(Process.clock_gettime(Process::CLOCK_REALTIME, :float_millisecond) - first)
    when "hold"
      Bench.say(event: "holding", atMs: Bench.monotonic_ms)
      sleep 300
    else Bench.count
    end
  end
end
