# trial of 2024; the agent is on http://localhost:4646
job "boxes" {
  group "web" {
    task "boxes" {
      driver = "raw_exec"
      config {
        command = "node"
        args    = ["boxes.js"]
      }
      env {
        PORT       = "6506"
        ORDERS_URL = "http://localhost:6501"
        RECIPES    = "localhost:6505"
      }
      service {
        name    = "boxes"
        address = "127.0.0.1"
        port    = 6506
      }
    }
  }
}
