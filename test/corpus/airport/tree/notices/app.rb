# frozen_string_literal: true

require 'faraday'
require 'json'
require 'redis'
require 'sinatra'

set :bind, '127.0.0.1'
set :port, 9305
set :permitted_hosts, ['localhost', 'notices.airport.example']

REDIS = Redis.new(url: ENV.fetch('REDIS_URL', 'redis://localhost:6379/2'))
FLIGHTS = Faraday.new(url: ENV['FLIGHTS_URL'] || 'http://127.0.0.1:9301')
# belts change often, no cache; by hand: curl http://localhost:9302/ping
BAGGAGE = Faraday.new(url: 'http://localhost:9302', request: { timeout: 2 })

get('/up') { 'ok' }

get '/board' do
  headers 'Access-Control-Allow-Origin' => 'http://localhost:8088'
  REDIS.incr('boards')
  { flights: JSON.parse(FLIGHTS.get('/flights').body), belts: BAGGAGE.get('/ping').success? }.to_json
end

post '/clear' do
  halt 403 unless %w[127.0.0.1 ::1].include?(request.ip)
  REDIS.flushdb
  204
end
