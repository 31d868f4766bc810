"""Certificates that a browser would complain of hide no page; what is no secure connection at all
has its name."""

from __future__ import annotations

import socket
import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.crawl.harness import crawled, site
from tests.crawl.servers import raw
from tests.zoo import animals as zoo


def _certificate(directory: Path, name: str, until: datetime) -> Path:
    """A self-signed certificate for `name` with its key, PEM."""
    key = rsa.generate_private_key(65537, 2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(until - timedelta(days=365))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    path = directory / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _secured(certificate: Path, behave: zoo.Behave, *, old: bool = False) -> zoo.Behave:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    if old:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(certificate)

    def wrapped(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            behave(secure)

    return wrapped


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
def test_bad_certificates_hide_no_page_and_failed_handshakes_end(tmp_path: Path) -> None:
    expired = _certificate(tmp_path, "expired.example", datetime(2020, 1, 1, tzinfo=UTC))
    valid = _certificate(tmp_path, "other.example", datetime.now(UTC) + timedelta(days=9))
    page = zoo.says(zoo.HEAD + b"Connection: close\r\n\r\n" + zoo.PAGE)
    behaviours = {
        "expired": _secured(expired, page),
        "self-signed-for-another": _secured(valid, page),
        "tls-1.0": _secured(valid, page, old=True),
        "no-tls-at-all": page,
        "silent-handshake": zoo.silent,
    }
    with ExitStack() as stack:
        urls = {
            name: f"https://127.0.1.{n}:{stack.enter_context(raw(behave, f'127.0.1.{n}'))}/"
            for n, (name, behave) in enumerate(behaviours.items(), 1)
        }
        sites = [site(url, name, obey_robots=False) for name, url in urls.items()]
        store = crawled(tmp_path, sites, timeout=2.0).store
    assert {name: store.status(url) for name, url in urls.items()} == {
        "expired": "ok",
        "self-signed-for-another": "ok",
        # Never asked in a way that opens it; a secure connection that fails accuses nobody.
        "tls-1.0": "tls",
        "no-tls-at-all": "tls",
        "silent-handshake": "timeout",
    }
