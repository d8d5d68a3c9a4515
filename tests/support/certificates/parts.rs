//! What a case is made of, and the ways to change it.

use super::super::built::element;
use super::extensions::{
    AKI, CERT_SIGN, CRL_SIGN, DIGITAL_SIGNATURE, SERVER_AUTH, aki, alt_names, basic, names,
    purposes, ski, usage,
};
use super::keys::{Hash, Key, Scheme};
use super::{Case, Draft};
use padlock::engine::pki::validity;
use sha1::{Digest as _, Sha1};

pub(super) const DAY: u64 = 86_400;

/// What a case is made of: nothing is odd about it, before it is changed.
pub(super) struct Parts {
    pub(super) now: u64,
    pub(super) name: &'static str,
    pub(super) host: &'static str,
    pub(super) leaf: Draft,
    /// Stands above the leaf where it is there.
    pub(super) between: Option<Draft>,
    pub(super) root: Draft,
}

impl Parts {
    pub(super) fn new(name: &'static str, now: u64) -> Self {
        let root = ca("Padlock odd root", "Padlock odd root", Key::p256(1), now);
        let key = Key::p256(2);
        let leaf = Draft {
            version: 3,
            serial: serial(name),
            scheme: Scheme::Ecdsa,
            issuer: root.subject.clone(),
            period: [utc(now - DAY), utc(now + 30 * DAY)],
            subject: "localhost".into(),
            extensions: vec![
                aki(&root.key.id()),
                ski(&key.id()),
                usage(&[DIGITAL_SIGNATURE]),
                purposes(&[SERVER_AUTH]),
                names(&["localhost"]),
            ],
            key,
        };
        Self {
            now,
            name,
            host: "localhost",
            leaf,
            between: None,
            root: root.without(AKI),
        }
    }

    /// Changes the leaf.
    pub(super) fn leaf(&mut self, change: impl FnOnce(Draft) -> Draft) {
        self.leaf = change(self.leaf.clone());
    }

    /// Has this entry beside the name in the subjectAltName of the leaf.
    pub(super) fn beside(&mut self, entry: &[u8]) {
        let both = [&element(0x82, b"localhost"), entry].concat();
        self.leaf(|leaf| leaf.with(alt_names(&both)));
    }

    /// Changes the root, which then has a name of its own.
    pub(super) fn root(&mut self, change: impl FnOnce(Draft) -> Draft) {
        let own = format!("Padlock odd root: {}", self.name);
        self.root.subject.clone_from(&own);
        self.root.issuer.clone_from(&own);
        self.leaf.issuer = own;
        self.root = change(self.root.clone());
    }

    /// Has a CA stand between, after a change.
    pub(super) fn between(&mut self, change: impl FnOnce(Draft) -> Draft) {
        let own = format!("Padlock odd CA: {}", self.name);
        let between = ca(&own, &self.root.subject, Key::p256(3), self.now);
        let between = Draft {
            serial: serial(&own),
            ..between.with(aki(&self.root.key.id()))
        };
        self.leaf.issuer = own;
        self.leaf(|leaf| leaf.with(aki(&between.key.id())));
        self.between = Some(change(between));
    }

    /// Has this key in the leaf.
    pub(super) fn key(&mut self, key: Key) {
        self.leaf(|leaf| Draft {
            key: key.clone(),
            ..leaf.with(ski(&key.id()))
        });
    }

    /// Has a key without a private half in the leaf: the point of its own,
    /// changed, as the content of a BIT STRING.
    pub(super) fn public(&mut self, curve: &[u8], change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
        let bits = [&[0], &self.leaf.key.point()[..]].concat();
        self.key(Key::public(curve, &change(bits)));
    }

    /// Has this key in the CA between, and sign the leaf in this way.
    pub(super) fn between_key(&mut self, key: Key, scheme: Scheme) {
        let id = key.id();
        self.leaf(|leaf| Draft {
            scheme,
            ..leaf.with(aki(&id))
        });
        self.between = self.between.take().map(|ca| Draft {
            key,
            ..ca.with(ski(&id))
        });
    }

    /// Has a root whose key is RSA sign the leaf in this way.
    pub(super) fn signed(&mut self, scheme: Scheme) {
        self.root_key(
            rsa("rsa_keygen_bits:2048"),
            Scheme::Rsa(Hash::Sha256),
            scheme,
        );
    }

    /// Has this key in the root, which signs itself and the leaf in these ways.
    pub(super) fn root_key(&mut self, key: Key, own: Scheme, scheme: Scheme) {
        let id = key.id();
        self.leaf(|leaf| Draft {
            scheme,
            ..leaf.with(aki(&id))
        });
        self.root(|root| Draft {
            key,
            scheme: own,
            ..root.with(ski(&id))
        });
    }

    pub(super) fn case(self, name: &'static str) -> Case {
        let above = self.between.as_ref().unwrap_or(&self.root);
        Case {
            name,
            host: self.host,
            leaf: self.leaf.signed_by(&above.key),
            key: self.leaf.key.pem(),
            between: self
                .between
                .iter()
                .map(|it| it.signed_by(&self.root.key))
                .collect(),
            root: self.root.signed_by(&self.root.key),
        }
    }
}

/// A CA with nothing odd about it.
pub(super) fn ca(subject: &str, issuer: &str, key: Key, now: u64) -> Draft {
    Draft {
        version: 3,
        serial: serial(subject),
        scheme: Scheme::Ecdsa,
        issuer: issuer.into(),
        period: [utc(now - 10 * DAY), utc(now + 100 * DAY)],
        subject: subject.into(),
        extensions: vec![
            basic(true, None),
            usage(&[CERT_SIGN, CRL_SIGN]),
            ski(&key.id()),
        ],
        key,
    }
}

/// A serial number that no other certificate has: NSS takes no two of one
/// issuer.
pub(super) fn serial(name: &str) -> Vec<u8> {
    let mut serial = Sha1::digest(name).to_vec();
    serial[0] = 0x40;
    serial
}

/// The digits of a time, from the year's first two.
pub(super) fn digits(at: u64) -> String {
    let shown = validity::show(at);
    shown.chars().filter(char::is_ascii_digit).collect()
}

/// A UTCTime.
pub(super) fn utc(at: u64) -> Vec<u8> {
    element(0x17, format!("{}Z", &digits(at)[2..]).as_bytes())
}

/// A GeneralizedTime.
pub(super) fn generalized(at: u64) -> Vec<u8> {
    element(0x18, format!("{}Z", digits(at)).as_bytes())
}

/// PKCS#1 v1.5 with SHA-256.
pub(super) const RSA_SHA_256: Scheme = Scheme::Rsa(Hash::Sha256);

/// A SEQUENCE of nothing.
pub(super) const EMPTY: [u8; 2] = [0x30, 0];

/// Makes one thing odd.
pub(super) type Change = fn(&mut Parts);

/// A key for RSA, of 2,048 bits where nothing else is said.
pub(super) fn rsa(option: &str) -> Key {
    Key::openssl(&format!("-algorithm RSA -pkeyopt {option}"))
}

/// A key on this curve.
pub(super) fn curve(name: &str) -> Key {
    Key::openssl(&format!("-algorithm EC -pkeyopt ec_paramgen_curve:{name}"))
}
