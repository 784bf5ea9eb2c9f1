import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const articles = 'http://localhost:4100'

export default defineConfig({
  plugins: [vue()],
  server: {
    port: 5180,
    strictPort: true,
    proxy: {
      '/api': { target: articles, changeOrigin: true, rewrite: (path) => path.replace(/^\/api/, '') },
      '/wire': { target: 'ws://localhost:4104', ws: true },
    },
    hmr: { host: 'localhost' },
  },
})
