//! The cases. Whoever adds a sentence about a client adds a case here.

use super::super::built::{element, sequence};
use super::extensions::{
    AKI, ANY_PURPOSE, BASIC, CERT_SIGN, CLIENT_AUTH, CRL_SIGN, DIGITAL_SIGNATURE, EKU, INFO_ACCESS,
    KEY_AGREEMENT, KEY_ENCIPHERMENT, KEY_USAGE, MAPPINGS, NON_REPUDIATION, POLICIES,
    POLICY_CONSTRAINTS, SERVER_AUTH, SKI, aki, aki_naming, aki_of_nothing, alt_names, basic,
    extension, names, permits, purposes, ski, usage,
};
use super::keys::{Form, Hash, Key, Odd, Scheme};
use super::parts::{Change, DAY, EMPTY, Parts, RSA_SHA_256, curve, generalized, rsa, utc};
use super::unasked::UNASKED;
use super::{Case, Draft, name};

/// All cases, good at this time, in seconds since 1970-01-01 UTC.
pub(crate) fn all(now: u64) -> Vec<Case> {
    let cases = ODD.iter().map(|(name, change)| {
        let mut parts = Parts::new(name, now);
        change(&mut parts);
        parts.case(name)
    });
    cases.collect()
}

/// The case of this name, also of those that clients are not asked about.
pub(crate) fn named(wanted: &str, now: u64) -> Case {
    let mut all = ODD.iter().chain(UNASKED);
    let (name, change) = all.find(|(name, _)| *name == wanted).expect(wanted);
    let mut parts = Parts::new(name, now);
    change(&mut parts);
    parts.case(name)
}

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
    // What only Chromium reads, or reads more strictly.
    ("aia-empty", |it| {
        it.leaf(|leaf| leaf.with(extension(INFO_ACCESS, &EMPTY)))
    }),
    ("aia-empty-between", |it| {
        it.between(|ca| ca.with(extension(INFO_ACCESS, &EMPTY)));
    }),
    ("policies-empty", |it| {
        it.leaf(|leaf| leaf.with(extension(POLICIES, &EMPTY)));
    }),
    ("policies-doubled", |it| {
        let one = sequence(&[&[6, 3, 0x29, 1, 1]]);
        it.leaf(|leaf| leaf.with(extension(POLICIES, &sequence(&[&one, &one]))));
    }),
    ("qualifiers-empty", |it| {
        let one = sequence(&[&[6, 3, 0x29, 1, 1], &EMPTY]);
        it.leaf(|leaf| leaf.with(extension(POLICIES, &sequence(&[&one]))));
    }),
    ("policy-constraints-empty", |it| {
        it.leaf(|leaf| leaf.with(extension(POLICY_CONSTRAINTS, &EMPTY)));
    }),
    ("mappings-empty", |it| {
        it.leaf(|leaf| leaf.with(extension(MAPPINGS, &EMPTY)))
    }),
    ("san-unknown-tag", |it| it.beside(&[0x89, 1, 0x61])),
    ("san-universal-tag", |it| it.beside(&[2, 1, 0x61])),
    ("san-directory-name-of-null", |it| {
        it.beside(&[0xa4, 2, 5, 0])
    }),
    ("san-address-of-5-bytes", |it| {
        it.beside(&[0x87, 5, 127, 0, 0, 1, 1])
    }),
    ("san-dns-not-ascii", |it| it.beside(&[0x82, 2, 0xc3, 0xa4])),
    ("san-email-not-ascii", |it| {
        it.beside(&[0x81, 4, 0xc3, 0xa4, 0x40, 0x61])
    }),
    ("san-uri-not-ascii", |it| {
        it.beside(&[0x86, 4, 0x61, 0x3a, 0xc3, 0xa4])
    }),
    ("san-dns-not-ascii-between", |it| {
        it.between(|ca| ca.with(alt_names(&[0x82, 2, 0xc3, 0xa4])));
    }),
    ("critical-false", |it| {
        it.leaf(|leaf| leaf.with(purposes(&[SERVER_AUTH]).saying_false()));
    }),
    ("critical-false-between", |it| {
        it.between(|ca| {
            let id = ca.key.id();
            ca.with(ski(&id).saying_false())
        });
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
        it.between_key(rsa("rsa_keygen_bits:1024"), RSA_SHA_256);
    }),
    ("rsa-2050-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_bits:2050"), RSA_SHA_256);
    }),
    ("rsa-exponent-of-41-bits-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_pubexp:1099511627791"), RSA_SHA_256);
    }),
    ("rsa-768", |it| it.key(rsa("rsa_keygen_bits:768"))),
    ("rsa-1016", |it| it.key(rsa("rsa_keygen_bits:1016"))),
    ("rsa-1017", |it| it.key(rsa("rsa_keygen_bits:1017"))),
    ("rsa-1023", |it| it.key(rsa("rsa_keygen_bits:1023"))),
    ("rsa-1016-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_bits:1016"), RSA_SHA_256);
    }),
    ("rsa-1023-between", |it| {
        it.between(|ca| ca);
        it.between_key(rsa("rsa_keygen_bits:1023"), RSA_SHA_256);
    }),
    ("root-rsa-768", |it| {
        it.root_key(rsa("rsa_keygen_bits:768"), RSA_SHA_256, RSA_SHA_256);
    }),
    ("root-rsa-1023", |it| {
        it.root_key(rsa("rsa_keygen_bits:1023"), RSA_SHA_256, RSA_SHA_256);
    }),
    ("point-compressed", |it| {
        it.key(Key::p256(2).written(Form::Compressed));
    }),
    ("point-hybrid", |it| {
        it.key(Key::p256(2).written(Form::Hybrid));
    }),
    ("point-compressed-between", |it| {
        it.between(|ca| ca);
        it.between_key(Key::p256(3).written(Form::Compressed), Scheme::Ecdsa);
    }),
    ("point-hybrid-between", |it| {
        it.between(|ca| ca);
        it.between_key(Key::p256(3).written(Form::Hybrid), Scheme::Ecdsa);
    }),
    ("p-384", |it| it.key(curve("P-384"))),
    ("p-521", |it| it.key(curve("P-521"))),
    ("root-p-521", |it| {
        it.root_key(curve("P-521"), Scheme::Ecdsa, Scheme::Ecdsa);
    }),
    ("p-521-between", |it| {
        it.between(|ca| ca);
        it.between_key(curve("P-521"), Scheme::Ecdsa);
    }),
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
    ("pss-without-null", |it| {
        it.signed(Scheme::OddPss(Odd::NoNull))
    }),
    ("pss-without-null-in-one", |it| {
        it.signed(Scheme::OddPss(Odd::NoNullInOne));
    }),
    ("pss-with-trailer", |it| {
        it.signed(Scheme::OddPss(Odd::Trailer))
    }),
    ("ecdsa-with-null", |it| {
        it.leaf.scheme = Scheme::EcdsaWithNull;
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
    ("eku-any-between", |it| {
        it.between(|ca| ca.with(purposes(&[ANY_PURPOSE])));
    }),
    ("root-eku-any", |it| {
        it.root(|root| root.with(purposes(&[ANY_PURPOSE])));
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
