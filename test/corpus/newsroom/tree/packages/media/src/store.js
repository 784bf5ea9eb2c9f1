'use strict'

const Minio = require('minio')

const endPoint = process.env.MINIO_HOST || 'localhost'

exports.bucket = 'pictures'
exports.store = new Minio.Client({
  endPoint,
  port: 9000,
  useSSL: endPoint !== 'localhost',
  accessKey: process.env.MINIO_KEY,
  secretKey: process.env.MINIO_SECRET,
})
