//! What seals records, by crates `aes-gcm` and `chacha20poly1305`.

use crate::engine::tls::recording::{Sealed, What, record};
use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes128Gcm, Aes256Gcm, KeyInit};
use chacha20poly1305::ChaCha20Poly1305;
use rustls::crypto::cipher::{
    AeadKey, InboundOpaqueMessage, InboundPlainMessage, Iv, MessageDecrypter, MessageEncrypter,
    Nonce, OutboundOpaqueMessage, OutboundPlainMessage, PrefixedPayload, Tls13AeadAlgorithm,
    UnsupportedOperationError, make_tls13_aad,
};
use rustls::{ConnectionTrafficSecrets, ContentType, Error, ProtocolVersion};
use zeroize::Zeroizing;

/// How many bytes a tag has, with each of them.
const TAG: usize = 16;

/// An algorithm that seals records: encryption and authentication in one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sealing {
    Aes128Gcm,
    Aes256Gcm,
    ChaCha20Poly1305,
}

/// A key of one of them.
enum Cipher {
    Aes128Gcm(Box<Aes128Gcm>),
    Aes256Gcm(Box<Aes256Gcm>),
    ChaCha20Poly1305(ChaCha20Poly1305),
}

/// One direction of a connection under one key.
struct Direction {
    cipher: Option<Cipher>,
    key: Zeroizing<Vec<u8>>,
    iv: Iv,
}

impl Sealing {
    /// A cipher with this key; `None` where that has another length.
    fn cipher(self, key: &[u8]) -> Option<Cipher> {
        Some(match self {
            Self::Aes128Gcm => Cipher::Aes128Gcm(Aes128Gcm::new_from_slice(key).ok()?.into()),
            Self::Aes256Gcm => Cipher::Aes256Gcm(Aes256Gcm::new_from_slice(key).ok()?.into()),
            Self::ChaCha20Poly1305 => {
                Cipher::ChaCha20Poly1305(ChaCha20Poly1305::new_from_slice(key).ok()?)
            }
        })
    }

    fn direction(self, key: &AeadKey, iv: Iv) -> Direction {
        let key = key.as_ref();
        Direction {
            cipher: self.cipher(key),
            key: key.to_vec().into(),
            iv,
        }
    }
}

impl Tls13AeadAlgorithm for Sealing {
    fn encrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageEncrypter> {
        Box::new(self.direction(&key, iv))
    }

    fn decrypter(&self, key: AeadKey, iv: Iv) -> Box<dyn MessageDecrypter> {
        Box::new(self.direction(&key, iv))
    }

    fn key_len(&self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    fn extract_keys(
        &self,
        key: AeadKey,
        iv: Iv,
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Ok(match self {
            Self::Aes128Gcm => ConnectionTrafficSecrets::Aes128Gcm { key, iv },
            Self::Aes256Gcm => ConnectionTrafficSecrets::Aes256Gcm { key, iv },
            Self::ChaCha20Poly1305 => ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv },
        })
    }
}

impl Cipher {
    fn seal(&self, nonce: [u8; 12], aad: &[u8], buffer: &mut Vec<u8>) -> aes_gcm::aead::Result<()> {
        match self {
            Self::Aes128Gcm(cipher) => cipher.encrypt_in_place(&nonce.into(), aad, buffer),
            Self::Aes256Gcm(cipher) => cipher.encrypt_in_place(&nonce.into(), aad, buffer),
            Self::ChaCha20Poly1305(cipher) => cipher.encrypt_in_place(&nonce.into(), aad, buffer),
        }
    }

    fn open(&self, nonce: [u8; 12], aad: &[u8], buffer: &mut Vec<u8>) -> aes_gcm::aead::Result<()> {
        match self {
            Self::Aes128Gcm(cipher) => cipher.decrypt_in_place(&nonce.into(), aad, buffer),
            Self::Aes256Gcm(cipher) => cipher.decrypt_in_place(&nonce.into(), aad, buffer),
            Self::ChaCha20Poly1305(cipher) => cipher.decrypt_in_place(&nonce.into(), aad, buffer),
        }
    }
}

impl Direction {
    fn sealed(&self, sequence: u64, inner: &[u8], body: &[u8]) -> Sealed {
        Sealed {
            sequence,
            key: self.key.clone(),
            iv: self.iv.as_ref().to_vec().into(),
            inner: inner.to_vec().into(),
            body: body.to_vec(),
        }
    }
}

impl MessageEncrypter for Direction {
    fn encrypt(
        &mut self,
        message: OutboundPlainMessage<'_>,
        sequence: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        let length = self.encrypted_payload_len(message.payload.len());
        let mut inner = Zeroizing::new(message.payload.to_vec());
        inner.push(message.typ.into());
        let nonce = Nonce::new(&self.iv, sequence).0;
        let mut body = inner.to_vec();
        let cipher = self.cipher.as_ref().ok_or(Error::EncryptError)?;
        cipher
            .seal(nonce, &make_tls13_aad(length), &mut body)
            .map_err(|_| Error::EncryptError)?;
        record(|| What::Seal(self.sealed(sequence, &inner, &body)));
        Ok(OutboundOpaqueMessage::new(
            ContentType::ApplicationData,
            // The version that all records name (RFC 8446 §5.1).
            ProtocolVersion::TLSv1_2,
            PrefixedPayload::from(body.as_slice()),
        ))
    }

    fn encrypted_payload_len(&self, length: usize) -> usize {
        length + 1 + TAG
    }
}

impl MessageDecrypter for Direction {
    fn decrypt<'a>(
        &mut self,
        mut message: InboundOpaqueMessage<'a>,
        sequence: u64,
    ) -> Result<InboundPlainMessage<'a>, Error> {
        let nonce = Nonce::new(&self.iv, sequence).0;
        let aad = make_tls13_aad(message.payload.len());
        let mut inner = Zeroizing::new(message.payload.to_vec());
        let opened = match &self.cipher {
            Some(cipher) => cipher.open(nonce, &aad, &mut inner).is_ok(),
            None => false,
        };
        if !opened {
            record(|| What::Refuse {
                sequence,
                body: message.payload.to_vec(),
            });
            return Err(Error::DecryptError);
        }
        record(|| What::Open(self.sealed(sequence, &inner, &message.payload)));
        message.payload.truncate(inner.len());
        message.payload.copy_from_slice(&inner);
        message.into_tls13_unpadded_message()
    }
}

#[cfg(test)]
mod tests;
