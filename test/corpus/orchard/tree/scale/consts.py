# Waage im Hof
REGISTRY_HOST = 'localhost'
REGISTRY_PORT = 8010
PORT = 8001
DB = r'E:\Orchard\scale\weights.db'
LABELS = 'E:\\Orchard\\labels'
PRINTER = r'\\ORCHARD-PC\Zebra'
STATUS_LINE = re_status = r'\d:\w\s'
