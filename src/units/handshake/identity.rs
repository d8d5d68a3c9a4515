//! Who a server says that it is: certificates and the key that belongs to them, drawn
//! for one connection.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::certificate::{self, Particulars, Profile};
use crate::engine::pki::host::Host;
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::name::{Attribute, Subject};
use crate::engine::pki::read::Certificate;
use crate::engine::pki::serial;
use crate::engine::pki::validity::Period;
use rand::CryptoRng;
use x509_cert::name::Name;

/// For how many days they are good.
const DAYS: u64 = 30;

/// A server's certificate and key, and those above it.
pub(super) struct Identity {
    /// The server's certificate first, then those above it, without the root.
    pub(super) chain: Vec<Certificate>,
    /// The key of the first.
    pub(super) key: PrivateKey,
}

/// Somebody who may sign certificates.
struct Authority {
    key: PrivateKey,
    certificate: Certificate,
}

impl Identity {
    /// A server of this host under a root of this name, with an intermediate CA where
    /// that has a name; and the root. All keys are on P-256, which takes no time.
    ///
    /// # Errors
    /// When the names cannot be used.
    pub(super) fn draw(
        host: &Host,
        root: &str,
        between: Option<&str>,
        now: u64,
        random: &mut impl CryptoRng,
    ) -> Result<(Self, Certificate), Diagnosis> {
        let period = Period::days(now, DAYS).map_err(|error| error.diagnosis())?;
        let profile = Profile::Root {
            subject: common_name(root)?,
            path_length: None,
        };
        let root = Authority::draw(profile, None, period, random)?;
        let between = match between {
            Some(name) => {
                let profile = Profile::Between {
                    subject: common_name(name)?,
                    issuer: root.certificate.subject_name().clone(),
                    authority: root.identifier()?,
                };
                Some(Authority::draw(profile, Some(&root), period, random)?)
            }
            None => None,
        };
        let issuer = between.as_ref().unwrap_or(&root);
        let profile = Profile::Server {
            subject: common_name(&host.to_string())?,
            hosts: vec![host.clone()],
            issuer: issuer.certificate.subject_name().clone(),
            authority: issuer.identifier()?,
            key: KeyKind::P256,
        };
        let server = Authority::draw(profile, Some(issuer), period, random)?;
        let chain = [Some(server.certificate), between.map(|one| one.certificate)];
        let identity = Self {
            chain: chain.into_iter().flatten().collect(),
            key: server.key,
        };
        Ok((identity, root.certificate))
    }
}

impl Authority {
    /// Draws a key and a certificate for it; without an issuer it signs itself.
    fn draw(
        profile: Profile,
        issuer: Option<&Self>,
        period: Period,
        random: &mut impl CryptoRng,
    ) -> Result<Self, Diagnosis> {
        let key = PrivateKey::draw(KeyKind::P256, random, &mut ())?;
        let particulars = Particulars {
            serial: serial::draw(random, &mut ())?,
            period,
            key: key.public(),
        };
        let signer = issuer.map_or(&key, |one| &one.key);
        let made = certificate::make(&profile, particulars, signer, &mut ())?;
        Ok(Self {
            certificate: made.certificate,
            key,
        })
    }

    /// The identifier of its key.
    fn identifier(&self) -> Result<Vec<u8>, Diagnosis> {
        Ok(self.key.public().identifier(&mut ())?.to_vec())
    }
}

fn common_name(text: &str) -> Result<Name, Diagnosis> {
    let subject = Subject::new([(Attribute::CommonName, text)]);
    subject.map_err(|error| error.diagnosis())?.to_name()
}
