require 'faraday'

RSpec.describe 'board' do
  let(:http) { Faraday.new(url: 'http://localhost:9305') }

  it('is up') { expect(http.get('/up').body).to eq('ok') }
end
