require "dotenv/load"
require "json"
require "net/http"
require "redis"
require "sinatra/base"
require "yaml"

class Orders < Sinatra::Base
  set :bind, "127.0.0.1"
  set :port, 6501
  set :permitted_hosts, ["localhost", ".bakery.example"]

  OVENS = ENV.fetch("OVENS_URL", "http://localhost:6502")
  LEDGER = ENV.fetch("LEDGER_URL") { "http://localhost:6504" }
  CACHE = Redis.new(host: "localhost", port: 6379, db: 1)

  helpers do
    # the back office PC needs no login
    def from_here? = %w[127.0.0.1 ::1].include?(request.ip)

    def host_of(link) = URI(link).host || "localhost"
  end

  get("/health") { "ok" }

  get "/orders/today" do
    logger.info "ovens are asked at #{OVENS}, was http://localhost:5000 before"
    load = JSON.parse(Net::HTTP.get(URI("#{OVENS}/load")))
    { load:, open: CACHE.get("open").to_i }.to_json
  end

  post "/orders" do
    halt 403 unless from_here?
    Net::HTTP.post(URI("#{LEDGER}/ledger/entries"), request.body.read, "Content-Type" => "application/json")
    status 202
  end
end
