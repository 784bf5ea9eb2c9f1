import 'dotenv/config'
import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'

const SAILINGS_PORT = 7310
const { BOOKING_GRAPH = 'http://localhost:3310/graphql' } = process.env

export const exporter = new OTLPTraceExporter()

const gateway = new ApolloGateway({
  supergraphSdl: new IntrospectAndCompose({
    subgraphs: [
      { name: 'booking', url: BOOKING_GRAPH },
      { name: 'sailings', url: `http://localhost:${SAILINGS_PORT}/graphql` },
    ],
  }),
  buildService: ({ url }) => new RemoteGraphQLDataSource({ url }),
})

const { url } = await startStandaloneServer(new ApolloServer({ gateway, csrfPrevention: true }), {
  listen: { host: 'localhost', port: Number(process.env.GRAPH_PORT ?? 4010) },
})
console.log(`graph at ${url}; explorer on http://localhost:4010`)
