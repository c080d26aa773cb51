# csm as an image; the package is built from debian/ in a stage of its own:
#
#   docker build -t csm .
#   docker run --rm -v "$PWD:/data" csm report portfolio -c conf night.csv.zst
FROM debian:bookworm AS build
COPY . /src/csm
WORKDIR /src/csm
RUN apt-get update && apt-get install -y --no-install-recommends dpkg-dev && apt-get build-dep -y --no-install-recommends ./
RUN dpkg-buildpackage -b -us -uc && mv ../csm_*.deb /csm.deb

FROM debian:bookworm
COPY --from=build /csm.deb /tmp/csm.deb
RUN apt-get update && apt-get install -y --no-install-recommends /tmp/csm.deb librsvg2-bin fonts-dejavu-core && rm -rf /tmp/csm.deb /var/lib/apt/lists/*
RUN useradd --create-home csm
USER csm
WORKDIR /data
ENTRYPOINT ["csm"]
