export { KAFKA_BROKERS, MEDIA_URL, TOPICS } from './addresses'
export { isLoopback } from './loopback'
