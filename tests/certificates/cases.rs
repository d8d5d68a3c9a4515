//! The cases. Whoever adds a sentence about a client adds a case here.

use super::der::element;
use super::extensions::{
    AKI, ANY_PURPOSE, BASIC, CERT_SIGN, CLIENT_AUTH, CRL_SIGN, DIGITAL_SIGNATURE, EKU,
    KEY_AGREEMENT, KEY_ENCIPHERMENT, KEY_USAGE, NON_REPUDIATION, SERVER_AUTH, SKI, aki, aki_naming,
    aki_of_nothing, alt_names, basic, names, permits, purposes, ski, usage,
};
use super::keys::{Hash, Key, Scheme};
use super::{Case, Draft, name};
use padlock::engine::pki::validity;
use sha1::{Digest as _, Sha1};

const DAY: u64 = 86_400;

/// All cases, good at this time, in seconds since 1970-01-01 UTC.
pub(crate) fn all(now: u64) -> Vec<Case> {
    let cases = ODD.iter().map(|(name, change)| {
        let mut parts = Parts::new(name, now);
        change(&mut parts);
        parts.case(name)
    });
    cases.collect()
}

/// What a case is made of: nothing is odd about it, before it is changed.
struct Parts {
    now: u64,
    name: &'static str,
    host: &'static str,
    leaf: Draft,
    /// Stands above the leaf where it is there.
    between: Option<Draft>,
    root: Draft,
}

impl Parts {
    fn new(name: &'static str, now: u64) -> Self {
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
    fn leaf(&mut self, change: impl FnOnce(Draft) -> Draft) {
        self.leaf = change(self.leaf.clone());
    }

    /// Changes the root, which then has a name of its own.
    fn root(&mut self, change: impl FnOnce(Draft) -> Draft) {
        let own = format!("Padlock odd root: {}", self.name);
        self.root.subject.clone_from(&own);
        self.root.issuer.clone_from(&own);
        self.leaf.issuer = own;
        self.root = change(self.root.clone());
    }

    /// Has a CA stand between, after a change.
    fn between(&mut self, change: impl FnOnce(Draft) -> Draft) {
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
    fn key(&mut self, key: Key) {
        self.leaf(|leaf| Draft {
            key: key.clone(),
            ..leaf.with(ski(&key.id()))
        });
    }

    /// Has this key, of RSA, in the CA between.
    fn between_key(&mut self, key: Key) {
        let id = key.id();
        self.leaf(|leaf| Draft {
            scheme: Scheme::Rsa(Hash::Sha256),
            ..leaf.with(aki(&id))
        });
        self.between = self.between.take().map(|ca| Draft {
            key,
            ..ca.with(ski(&id))
        });
    }

    /// Has a root whose key is RSA sign the leaf in this way.
    fn signed(&mut self, scheme: Scheme) {
        let key = Key::openssl("-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
        let id = key.id();
        self.leaf(|leaf| Draft {
            scheme,
            ..leaf.with(aki(&id))
        });
        self.root(|root| Draft {
            key,
            scheme: Scheme::Rsa(Hash::Sha256),
            ..root.with(ski(&id))
        });
    }

    fn case(self, name: &'static str) -> Case {
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
fn ca(subject: &str, issuer: &str, key: Key, now: u64) -> Draft {
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
fn serial(name: &str) -> Vec<u8> {
    let mut serial = Sha1::digest(name).to_vec();
    serial[0] = 0x40;
    serial
}

/// The digits of a time, from the year's first two.
fn digits(at: u64) -> String {
    let shown = validity::show(at);
    shown.chars().filter(char::is_ascii_digit).collect()
}

/// A UTCTime.
fn utc(at: u64) -> Vec<u8> {
    element(0x17, format!("{}Z", &digits(at)[2..]).as_bytes())
}

/// A GeneralizedTime.
fn generalized(at: u64) -> Vec<u8> {
    element(0x18, format!("{}Z", digits(at)).as_bytes())
}

/// Makes one thing odd.
type Change = fn(&mut Parts);

const ODD: &[(&str, Change)] = &[
    ("plain", |_| {}),
    ("plain-between", |it| it.between(|ca| ca)),
    // What whoever made it should not have.
    ("aki-without-key", |it| {
        let (issuer, number) = (name(&it.root.subject), it.root.serial.clone());
        it.leaf(|leaf| leaf.with(aki_naming(None, &issuer, &number)));
    }),
    ("aki-without-key-between", |it| {
        let (issuer, number) = (name(&it.root.subject), it.root.serial.clone());
        it.between(|ca| ca.with(aki_naming(None, &issuer, &number)));
    }),
    ("root-aki-without-key", |it| {
        it.root(|root| root.with(aki_of_nothing()));
    }),
    ("aki-missing", |it| it.leaf(|leaf| leaf.without(AKI))),
    ("aki-missing-between", |it| it.between(|ca| ca.without(AKI))),
    ("aki-critical", |it| {
        let id = it.root.key.id();
        it.leaf(|leaf| leaf.with(aki(&id).critical(true)));
    }),
    ("aki-critical-between", |it| {
        let id = it.root.key.id();
        it.between(|ca| ca.with(aki(&id).critical(true)));
    }),
    ("root-aki-critical", |it| {
        it.root(|root| {
            let id = root.key.id();
            root.with(aki(&id).critical(true))
        });
    }),
    ("aki-of-another-key", |it| {
        it.leaf(|leaf| leaf.with(aki(&[7; 20])));
    }),
    ("ski-critical", |it| {
        let id = it.leaf.key.id();
        it.leaf(|leaf| leaf.with(ski(&id).critical(true)));
    }),
    ("ski-critical-between", |it| {
        it.between(|ca| {
            let id = ca.key.id();
            ca.with(ski(&id).critical(true))
        });
    }),
    ("root-ski-critical", |it| {
        it.root(|root| {
            let id = root.key.id();
            root.with(ski(&id).critical(true))
        });
    }),
    ("cert-sign-without-ca", |it| {
        it.leaf(|leaf| leaf.with(usage(&[DIGITAL_SIGNATURE, CERT_SIGN])));
    }),
    ("generalized-time", |it| {
        let from = generalized(it.now - DAY);
        it.leaf.period[0] = from;
    }),
    ("generalized-time-between", |it| {
        let from = generalized(it.now - DAY);
        it.between(|ca| {
            let [_, to] = ca.period.clone();
            Draft {
                period: [from, to],
                ..ca
            }
        });
    }),
    ("root-generalized-time", |it| {
        it.root(|root| root);
        it.root.period[0] = generalized(it.now - DAY);
    }),
    ("serial-zero", |it| it.leaf.serial = vec![0]),
    ("serial-negative", |it| it.leaf.serial = vec![0x80, 1]),
    ("serial-long", |it| it.leaf.serial = vec![0x11; 21]),
    ("serial-longer", |it| it.leaf.serial = vec![0x11; 22]),
    ("serial-negative-between", |it| {
        it.between(|ca| Draft {
            serial: vec![0x80, 1],
            ..ca
        });
    }),
    ("root-serial-negative", |it| {
        it.root(|root| Draft {
            serial: vec![0x80, 1],
            ..root
        });
    }),
    ("root-serial-long", |it| {
        it.root(|root| Draft {
            serial: vec![0x11; 21],
            ..root
        });
    }),
    ("root-serial-longer", |it| {
        it.root(|root| Draft {
            serial: vec![0x11; 22],
            ..root
        });
    }),
    ("root-serial-zero", |it| {
        it.root(|root| Draft {
            serial: vec![0],
            ..root
        });
    }),
    ("no-subject-san-not-critical", |it| {
        it.leaf.subject.clear();
    }),
    ("subject-san-critical", |it| {
        it.leaf(|leaf| leaf.with(names(&["localhost"]).critical(true)));
    }),
    ("eku-critical", |it| {
        it.leaf(|leaf| leaf.with(purposes(&[SERVER_AUTH]).critical(true)));
    }),
    ("eku-any-too", |it| {
        it.leaf(|leaf| leaf.with(purposes(&[SERVER_AUTH, ANY_PURPOSE])));
    }),
    ("common-name-in-hex", |it| {
        let both = [element(0x82, b"localhost"), element(0x87, &[127, 0, 0, 1])];
        it.leaf.subject = "0x7f000001".into();
        it.leaf(|leaf| leaf.with(alt_names(&both.concat())));
    }),
    ("root-without-ski", |it| it.root(|root| root.without(SKI))),
    ("ski-missing-between", |it| it.between(|ca| ca.without(SKI))),
    ("root-without-subject", |it| {
        it.root(|root| Draft {
            subject: String::new(),
            issuer: String::new(),
            ..root
        });
        it.leaf.issuer.clear();
    }),
    ("root-basic-not-critical", |it| {
        it.root(|root| root.with(basic(true, None).critical(false)));
    }),
    ("basic-not-critical-between", |it| {
        it.between(|ca| ca.with(basic(true, None).critical(false)));
    }),
    ("root-without-key-usage", |it| {
        it.root(|root| root.without(KEY_USAGE));
    }),
    ("key-usage-missing-between", |it| {
        it.between(|ca| ca.without(KEY_USAGE));
    }),
    ("dotted-constraint", |it| {
        it.host = "www.localhost";
        it.leaf(|leaf| leaf.with(names(&["www.localhost"])));
        it.root(|root| root.with(permits(".localhost", None)));
    }),
    ("dotted-constraint-itself", |it| {
        it.root(|root| root.with(permits(".localhost", None)));
    }),
    ("root-aki-names-it", |it| {
        it.root(|root| {
            let (name, id) = (name(&root.subject), root.key.id());
            let aki = aki_naming(Some(&id), &name, &root.serial);
            root.with(aki)
        });
    }),
    ("root-eku-server", |it| {
        it.root(|root| root.with(purposes(&[SERVER_AUTH])));
    }),
    ("long-validity", |it| {
        it.leaf.period[1] = utc(it.now + 3_000 * DAY);
        it.root(|root| root);
        it.root.period[1] = utc(it.now + 4_000 * DAY);
    }),
    // Keys.
    ("rsa-1024", |it| it.key(rsa("rsa_keygen_bits:1024"))),
    ("rsa-2050", |it| it.key(rsa("rsa_keygen_bits:2050"))),
    ("rsa-exponent-of-33-bits", |it| {
        it.key(rsa("rsa_keygen_pubexp:8589934583"));
    }),
    ("rsa-exponent-of-41-bits", |it| {
        it.key(rsa("rsa_keygen_pubexp:1099511627791"));
    }),
    ("rsa-1024-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_bits:1024"));
    }),
    ("rsa-2050-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_bits:2050"));
    }),
    ("rsa-exponent-of-41-bits-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_pubexp:1099511627791"));
    }),
    ("p-384", |it| it.key(curve("P-384"))),
    ("p-521", |it| it.key(curve("P-521"))),
    ("secp256k1", |it| it.key(curve("secp256k1"))),
    ("ed25519", |it| it.key(Key::openssl("-algorithm ED25519"))),
    ("rsa-pss-key", |it| {
        it.key(Key::openssl(
            "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
        ));
    }),
    // Signatures.
    ("pss-salt-32", |it| {
        it.signed(Scheme::Pss(Hash::Sha256, Hash::Sha256, 32));
    }),
    ("pss-salt-0", |it| {
        it.signed(Scheme::Pss(Hash::Sha256, Hash::Sha256, 0));
    }),
    ("pss-sha-1", |it| {
        it.signed(Scheme::Pss(Hash::Sha1, Hash::Sha1, 20));
    }),
    ("pss-mask-sha-1", |it| {
        it.signed(Scheme::Pss(Hash::Sha256, Hash::Sha1, 32));
    }),
    ("sha-1", |it| it.signed(Scheme::Rsa(Hash::Sha1))),
    // What a leaf is for.
    ("rsa-key-encipherment", |it| {
        it.key(rsa("rsa_keygen_bits:2048"));
        it.leaf(|leaf| leaf.with(usage(&[KEY_ENCIPHERMENT])));
    }),
    ("ec-key-encipherment", |it| {
        it.leaf(|leaf| leaf.with(usage(&[KEY_ENCIPHERMENT])));
    }),
    ("rsa-key-agreement", |it| {
        it.key(rsa("rsa_keygen_bits:2048"));
        it.leaf(|leaf| leaf.with(usage(&[KEY_AGREEMENT])));
    }),
    ("ec-key-agreement", |it| {
        it.leaf(|leaf| leaf.with(usage(&[KEY_AGREEMENT])));
    }),
    ("rsa-non-repudiation", |it| {
        it.key(rsa("rsa_keygen_bits:2048"));
        it.leaf(|leaf| leaf.with(usage(&[NON_REPUDIATION])));
    }),
    ("ec-non-repudiation", |it| {
        it.leaf(|leaf| leaf.with(usage(&[NON_REPUDIATION])));
    }),
    ("no-key-usage", |it| it.leaf(|leaf| leaf.without(KEY_USAGE))),
    ("eku-any-alone", |it| {
        it.leaf(|leaf| leaf.with(purposes(&[ANY_PURPOSE])));
    }),
    ("eku-client", |it| {
        it.leaf(|leaf| leaf.with(purposes(&[CLIENT_AUTH])));
    }),
    ("no-eku", |it| it.leaf(|leaf| leaf.without(EKU))),
    ("ca-as-server", |it| {
        it.leaf(|leaf| {
            leaf.with(basic(true, None))
                .with(usage(&[DIGITAL_SIGNATURE, CERT_SIGN]))
        });
    }),
    ("constraints-in-leaf", |it| {
        it.leaf(|leaf| leaf.with(permits("localhost", None)));
    }),
    ("constraint-with-minimum", |it| {
        it.root(|root| root.with(permits("localhost", Some((0x80, 5)))));
    }),
    ("constraint-with-maximum", |it| {
        it.root(|root| root.with(permits("localhost", Some((0x81, 5)))));
    }),
    // What is looked at in a root that is trusted.
    ("root-version-1", |it| {
        it.root(|root| Draft {
            version: 1,
            extensions: Vec::new(),
            ..root
        });
    }),
    ("root-without-basic", |it| {
        it.root(|root| root.without(BASIC))
    }),
    ("root-no-ca", |it| {
        it.root(|root| root.with(basic(false, None)))
    }),
    ("root-without-cert-sign", |it| {
        it.root(|root| root.with(usage(&[CRL_SIGN])));
    }),
    ("root-eku-client", |it| {
        it.root(|root| root.with(purposes(&[CLIENT_AUTH])));
    }),
    ("root-ended", |it| {
        let period = [utc(it.now - 10 * DAY), utc(it.now - DAY / 2)];
        it.root(|root| Draft { period, ..root });
    }),
    ("root-not-begun", |it| {
        let period = [utc(it.now + DAY), utc(it.now + 100 * DAY)];
        it.root(|root| Draft { period, ..root });
    }),
    ("root-path-length", |it| {
        it.root(|root| root.with(basic(true, Some(0))));
        it.between(|ca| ca);
    }),
];

/// A key for RSA, of 2,048 bits where nothing else is said.
fn rsa(option: &str) -> Key {
    Key::openssl(&format!("-algorithm RSA -pkeyopt {option}"))
}

/// A key on this curve.
fn curve(name: &str) -> Key {
    Key::openssl(&format!("-algorithm EC -pkeyopt ec_paramgen_curve:{name}"))
}
