# frozen_string_literal: true

# Ruby's Sidekiq Web on the benchmark's Redis, alone in its process.
require "sidekiq"
require "sidekiq/web"
require "rack/session/cookie"
require "rack/handler/webrick"
require "securerandom"

Redis.silence_deprecations = true if Redis.respond_to?(:silence_deprecations=)
Sidekiq.configure_client { |config| config.redis = { url: ENV.fetch("REDIS_URL") } }

app = Rack::Builder.new do
  use Rack::Session::Cookie, secret: SecureRandom.hex(32), same_site: true
  run Sidekiq::Web
end

Rack::Handler::WEBrick.run(
  app,
  Host: "127.0.0.1",
  Port: Integer(ENV.fetch("PORT")),
  AccessLog: [],
  Logger: WEBrick::Log.new(File::NULL),
  StartCallback: -> { $stdout.write("READY\n"); $stdout.flush },
)
