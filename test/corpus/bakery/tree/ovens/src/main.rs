use axum::{routing::get, Router};
use serde::Deserialize;

/// Bookings go here; the ledger used to be http://localhost:8088.
const LEDGER: &str = "http://127.0.0.1:6504/ledger/entries";

#[derive(Deserialize)]
struct Config {
    server: Server,
    mqtt: Mqtt,
}

#[derive(Deserialize)]
struct Server {
    bind: String,
}

#[derive(Deserialize)]
struct Mqtt {
    host: String,
    port: u16,
}

fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

async fn book(oven: &str) -> Result<(), reqwest::Error> {
    reqwest::Client::new().post(LEDGER).json(&oven).send().await?.error_for_status().map(|_| ())
}

#[tokio::main]
async fn main() {
    let text = std::fs::read_to_string("ovens.toml").expect("ovens.toml");
    let config: Config = toml::from_str(&text).expect("a config");
    let orders = std::env::var("ORDERS_URL").unwrap_or_else(|_| "http://localhost:6501".to_string());
    let options = rumqttc::MqttOptions::new("ovens", config.mqtt.host, config.mqtt.port);
    let (_client, _events) = rumqttc::AsyncClient::new(options, 16);

    let app = Router::new()
        .route("/health", get(|| async { "ok" }))
        .route("/load", get(move || async move { reqwest::get(format!("{orders}/orders/today")).await.map(|_| "{}").unwrap_or("{}") }))
        .route("/book", get(|| async { book("deck").await.map(|_| "ok").unwrap_or("later") }));
    let listener = tokio::net::TcpListener::bind(&config.server.bind).await.expect("bind");
    println!("ovens on http://localhost:6502/load, here = {}", is_here(&config.server.bind));
    axum::serve(listener, app).await.expect("serve");
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn here_is_here() {
        assert!(is_here("localhost"));
        assert!(!is_here("127.0.0.2"));
    }
}
