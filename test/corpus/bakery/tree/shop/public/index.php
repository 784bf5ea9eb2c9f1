<?php
// Shop pages. Local run: php -S localhost:8000 -t public
declare(strict_types=1);

const LEDGER = 'http://localhost:6504';

$orders = getenv('ORDERS_URL') ?: 'http://localhost:6501';
$db = new PDO('mysql:host=localhost;port=3306;dbname=shop;charset=utf8mb4', 'shop', getenv('SHOP_DB_PASSWORD') ?: '');
$cache = new Redis();
$cache->connect('127.0.0.1', 6379, 0.5);

$fromHere = in_array($_SERVER['REMOTE_ADDR'] ?? '', ['127.0.0.1', '::1'], true);
$host = parse_url($_GET['back'] ?? '', PHP_URL_HOST) ?? 'localhost';
header('Access-Control-Allow-Origin: http://localhost:5173');

$today = json_decode((string) file_get_contents("$orders/orders/today"), true);
$balance = json_decode((string) file_get_contents(LEDGER . '/ledger/balance'), true);
if ($today === null) {
    error_log('orders silent on http://localhost:6501');
}
echo json_encode(['today' => $today, 'balance' => $balance, 'host' => $host, 'here' => $fromHere]);
