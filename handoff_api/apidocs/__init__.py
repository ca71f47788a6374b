"""/docs: the API's documentation, served from here and not from a third party, without inline script or style.

routes.py   the page and its files (Swagger UI comes from node_modules)
index.html  the page; works as a link to /openapi.json where scripts are off
init.js     starts Swagger UI
"""
