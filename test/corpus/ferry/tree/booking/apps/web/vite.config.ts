import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const graph = 'http://localhost:4010'

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5180,
    proxy: {
      '/graphql': { target: graph, changeOrigin: true },
      '/bookings': 'http://localhost:3310',
    },
  },
  preview: {
    proxy: { '/graphql': graph },
  },
})
