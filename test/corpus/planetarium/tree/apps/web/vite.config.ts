import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const gateway = 'http://localhost:6410'

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    proxy: {
      '/api': gateway,
      '/sky': { target: 'http://127.0.0.1:6410', changeOrigin: true },
    },
    hmr: { host: 'localhost' },
  },
})
