//! Private and public keys in an input.

use super::elliptic;
use super::item::{Item, broken};
use super::rsa::{self, Form};
use crate::engine::asn1::{dissect_any, dissect_private_key, dissect_public_key};
use crate::engine::rsa::{PrivateKey, PublicKey};
use ::rsa::pkcs1::ALGORITHM_OID;
use der::Decode;
use pkcs8::PrivateKeyInfoRef;
use spki::SubjectPublicKeyInfoRef;

pub(super) fn private_key(der: &[u8]) -> Item {
    let layout = dissect_private_key(der);
    let info = match PrivateKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => return broken("a private key", &error, layout),
    };
    if info.algorithm.oid != ALGORITHM_OID {
        if let Some(item) = rsa::limited(&info.algorithm.oid.to_string(), true, layout.clone()) {
            return item;
        }
        return elliptic::pkcs8(der);
    }
    let form = Form {
        name: "PKCS#8",
        der: Some(der),
        bare: info.algorithm.parameters.is_none(),
    };
    rsa::private(PrivateKey::mended_from_pkcs8_der(der), &form, layout)
}

/// PKCS#1 becomes PKCS#8, which is what the desk keeps.
pub(super) fn rsa_private_key(der: &[u8]) -> Item {
    let form = Form {
        name: "PKCS#1",
        der: None,
        bare: false,
    };
    let read = PrivateKey::mended_from_pkcs1_der(der);
    rsa::private(read, &form, dissect_any(der))
}

pub(super) fn public_key(der: &[u8]) -> Item {
    let layout = dissect_public_key(der);
    let info = match SubjectPublicKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => return broken("a public key", &error, layout),
    };
    if info.algorithm.oid != ALGORITHM_OID {
        if let Some(item) = rsa::limited(&info.algorithm.oid.to_string(), false, layout.clone()) {
            return item;
        }
        return elliptic::public(der, layout);
    }
    let form = Form {
        name: "SPKI",
        der: Some(der),
        bare: info.algorithm.parameters.is_none(),
    };
    rsa::public(PublicKey::from_spki_der(der), &form, layout)
}

pub(super) fn rsa_public_key(der: &[u8]) -> Item {
    let form = Form {
        name: "PKCS#1",
        der: None,
        bare: false,
    };
    rsa::public(PublicKey::from_pkcs1_der(der), &form, dissect_any(der))
}
