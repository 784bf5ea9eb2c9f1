const MEDIA_PORT = 4102

/** Where pictures live. */
export const MEDIA_URL = `http://localhost:${MEDIA_PORT}`

/** One broker in the office, three in the data centre. */
export const KAFKA_BROKERS = ['localhost:9092']

export const TOPICS = { published: 'article.published', withdrawn: 'article.withdrawn' } as const
