# frozen_string_literal: true

# Pushes with Ruby's Sidekiq: one after the other, or in bulk.
require "sidekiq"
require "json"

TASK = JSON.parse(ENV.fetch("BENCH_TASK")).freeze
Redis.silence_deprecations = true if Redis.respond_to?(:silence_deprecations=)
Redis.sadd_returns_boolean = false if Redis.respond_to?(:sadd_returns_boolean=)
Sidekiq.configure_client { |config| config.redis = { url: TASK["redisUrl"] } }

REST = { "account_id" => 109_302_436_954_721, "url" => "https://social.example/@ada/1093024369" }.freeze
BULK_SIZE = 1_000

def arguments_of(first)
  [first, "distribution", REST]
end

def push_each(queue)
  TASK["count"].times do |index|
    Sidekiq::Client.push("class" => "BenchWorker", "queue" => queue, "args" => arguments_of(index))
  end
end

def push_bulk(queue)
  (0...TASK["count"]).each_slice(BULK_SIZE) do |slice|
    args = slice.map { |index| arguments_of(index) }
    Sidekiq::Client.push_bulk("class" => "BenchWorker", "queue" => queue, "args" => args)
  end
end

def monotonic_ms
  Process.clock_gettime(Process::CLOCK_MONOTONIC, :float_millisecond)
end

Sidekiq.redis(&:ping)
started_at = monotonic_ms
queue = TASK["queues"].first
TASK["push"] == "bulk" ? push_bulk(queue) : push_each(queue)
message = { event: "pushed", count: TASK["count"], elapsedMs: monotonic_ms - started_at }
puts "@#{JSON.generate(message)}"
