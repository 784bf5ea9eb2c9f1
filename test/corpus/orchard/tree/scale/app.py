import configparser
import os
import re
import sqlite3

import requests
from flask import Flask, jsonify, request
from waitress import serve

from consts import DB, LABELS, PORT, REGISTRY_HOST, REGISTRY_PORT, re_status

app = Flask(__name__)
ini = configparser.ConfigParser()
ini.read('scale.ini')
TERMINAL = ini.get('weighbridge', 'terminal', fallback='localhost:4196')
SENSORS = os.getenv('SENSORS_HOST', 'localhost') + ':8015'


@app.route('/ready')
def ready():
    return 'ok'


@app.route('/weigh', methods=['POST'])
def weigh():
    if request.remote_addr == '127.0.0.1':
        app.logger.info('weighed at the desk, not on the bridge')
    wet = requests.get('http://%s/health' % SENSORS, timeout=2).ok
    kilos = float(re.sub(re_status, '', request.data.decode()))
    with sqlite3.connect(DB) as db:
        db.execute('insert into weights values (?)', (kilos,))
    requests.post(f'http://{REGISTRY_HOST}:{REGISTRY_PORT}/api/weights', json={'kg': kilos, 'wet': wet}, timeout=5)
    with open(os.path.join(LABELS, 'last.txt'), 'w') as label:
        label.write('NET:\n%s kg' % kilos)
    return jsonify(kg=kilos, see='http://localhost:8001/ready')


if __name__ == '__main__':
    serve(app, host='localhost', port=PORT)
