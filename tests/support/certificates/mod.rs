//! Certificates with one fault each, which clients are asked about: a root, a
//! server below it, and where the fault wants it a CA in between.
//!
//! `tests/interop/clients.rs` asks openssl and Python, `tests/e2e/clients.test.mjs`
//! and its fellow in `firefox/` ask the browsers (by `cargo run --example
//! odd_certificates`), and all hold the answer against what our own check says.

pub(crate) mod cases;
mod extensions;
mod keys;
mod parts;
mod unasked;

use super::built::{element, pem_of, sequence};
use extensions::Extension;
use keys::{Key, Scheme};
use serde_json::{Value, json};

/// A server, and what stands above it.
pub(crate) struct Case {
    /// What is odd about it; also the name of its files.
    pub(crate) name: &'static str,
    /// What it is asked for.
    pub(crate) host: &'static str,
    /// The certificate of the server, in DER.
    pub(crate) leaf: Vec<u8>,
    /// The key of the server, in PEM.
    pub(crate) key: String,
    /// What the server sends along.
    pub(crate) between: Vec<Vec<u8>>,
    /// What is trusted.
    pub(crate) root: Vec<u8>,
}

impl Case {
    /// Its files and what stands in them: the chain as a server sends it in
    /// `NAME.pem`, the CA in between alone in `NAME-between.pem` (which may be
    /// empty), `NAME-root.pem`, and `NAME-key.pem`.
    pub(crate) fn files(&self) -> [(String, String); 4] {
        let pem = |all: &[Vec<u8>]| -> String {
            let blocks = all.iter().map(|der| pem_of("CERTIFICATE", der));
            blocks.collect()
        };
        let leaf = pem(std::slice::from_ref(&self.leaf));
        let between = pem(&self.between);
        [
            (".pem", leaf + &between),
            ("-between.pem", between),
            ("-root.pem", pem(std::slice::from_ref(&self.root))),
            ("-key.pem", self.key.clone()),
        ]
        .map(|(end, text)| (format!("{}{end}", self.name), text))
    }
}

/// The names and hosts of cases, in JSON.
pub(crate) fn list(cases: &[Case]) -> String {
    let one = |case: &Case| json!({"name": case.name, "host": case.host});
    Value::from_iter(cases.iter().map(one)).to_string()
}

/// The fields of a certificate (RFC 5280 §4.1.2) that a fault may be in.
#[derive(Clone)]
struct Draft {
    version: u8,
    serial: Vec<u8>,
    scheme: Scheme,
    issuer: String,
    /// When it begins and when it ends, each as an element.
    period: [Vec<u8>; 2],
    subject: String,
    key: Key,
    extensions: Vec<Extension>,
}

impl Draft {
    /// The certificate, signed.
    fn signed_by(&self, issuer: &Key) -> Vec<u8> {
        let algorithm = self.scheme.algorithm();
        let mut fields = Vec::new();
        if self.version > 1 {
            fields.push(element(0xa0, &element(2, &[self.version - 1])));
        }
        fields.extend([
            element(2, &self.serial),
            algorithm.clone(),
            name(&self.issuer),
            element(0x30, &self.period.concat()),
            name(&self.subject),
            self.key.spki(),
        ]);
        if !self.extensions.is_empty() {
            let all: Vec<u8> = self.extensions.iter().flat_map(Extension::der).collect();
            fields.push(element(0xa3, &element(0x30, &all)));
        }
        let signed = element(0x30, &fields.concat());
        let signature = issuer.sign(self.scheme, &signed);
        sequence(&[
            &signed,
            &algorithm,
            &element(3, &[&[0], &signature[..]].concat()),
        ])
    }

    /// Without the extensions of this kind.
    fn without(mut self, id: u8) -> Self {
        self.extensions.retain(|it| it.id != id);
        self
    }

    /// With this one, in place of any other of its kind.
    fn with(self, extension: Extension) -> Self {
        let mut draft = self.without(extension.id);
        draft.extensions.push(extension);
        draft
    }
}

/// A name with one common name; none at all where that is empty.
fn name(common: &str) -> Vec<u8> {
    if common.is_empty() {
        return sequence(&[]);
    }
    let part = sequence(&[&[6, 3, 0x55, 4, 3], &element(0x0c, common.as_bytes())]);
    sequence(&[&element(0x31, &part)])
}
