//! Which aircraft stands where. Try `curl localhost:9304/stands`.
use axum::{routing::{get, post}, Json, Router};
use serde::Deserialize;
use std::net::Ipv4Addr;

const FLIGHTS: &str = "http://localhost:9301";

#[derive(Deserialize)]
struct Config {
    database: String,
    allow: Vec<String>,
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<Ipv4Addr>().map(|ip| ip.is_loopback()).unwrap_or(false)
}

async fn stands() -> Json<Vec<String>> {
    let flights = std::env::var("FLIGHTS_URL").unwrap_or_else(|_| FLIGHTS.to_string());
    let numbers = reqwest::get(format!("{flights}/flights")).await.unwrap().json().await.unwrap();
    Json(numbers)
}

#[tokio::main]
async fn main() {
    let text = std::fs::read_to_string("stands.toml").expect("stands.toml");
    let config: Config = toml::from_str(&text).expect("stands.toml");
    let (_client, connection) = tokio_postgres::connect(&config.database, tokio_postgres::NoTls).await.expect("database");
    tokio::spawn(connection);
    let app = Router::new()
        .route("/stands", get(stands))
        .route("/reindex", post(|| async { "ok" }))
        .route("/health", get(|| async { "ok" }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:9304").await.unwrap();
    println!("stands on http://127.0.0.1:9304, {} may reindex", config.allow.len());
    axum::serve(listener, app).await.unwrap();
}

#[cfg(test)]
mod tests {
    #[test]
    fn knows_itself() {
        assert!(super::is_here("127.0.0.1"));
        assert!(super::is_here("localhost"));
        assert!(!super::is_here("10.20.0.7"));
    }
}
