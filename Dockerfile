# The client, built with Node.js that does not go into the image.
FROM node:24-slim AS client
WORKDIR /build/client-web
COPY client-web/package.json client-web/package-lock.json client-web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY client-web ./
RUN npm run build

# The server. The package is installed in place, so that migrations and scenarios lie beside it as in a checkout.
FROM python:3.12-slim AS server
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY scenarios scenarios
COPY server server
COPY --from=client /build/server/comity/static server/comity/static
RUN pip install --no-build-isolation --no-deps --editable . \
    && useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin comity
ENV COMITY_HOST=0.0.0.0 COMITY_PORT=8000 COMITY_DATA_DIR=/data
USER comity
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["comity", "serve"]
