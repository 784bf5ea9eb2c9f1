require "net/http"

RSpec.describe "orders" do
  let(:base) { URI("http://localhost:6501/health") }

  it "answers" do
    expect(Net::HTTP.get(base)).to eq "ok"
  end
end
