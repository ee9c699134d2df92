# What `make run` needs, and the environment made from the lock. See compose.yaml.
FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make libmagic1 libseccomp2 openjdk-17-jre-headless \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home spenddata
USER spenddata
WORKDIR /home/spenddata/source
ENV SPENDDATA_HOME=/home/spenddata/var PYTHON=python3
RUN mkdir /home/spenddata/var
COPY --chown=spenddata . .
RUN make install
CMD ["make", "run"]
