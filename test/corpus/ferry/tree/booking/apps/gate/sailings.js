'use strict'
const grpc = require('@grpc/grpc-js')

const Sailings = grpc.makeGenericClientConstructor({}, 'Sailings')
// h2c; on the old box this was '127.0.0.1:7301'
exports.sailings = new Sailings('localhost:7311', grpc.credentials.createInsecure())
