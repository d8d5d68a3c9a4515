//! What the page itself has a worker do: nothing of it is an exhibit with a
//! form and steps.

pub mod archive;
pub mod describe;
pub mod lock;
pub mod measure;

use super::Wing;
use crate::desk::Bytes;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::task::Means;
use serde::{Deserialize, Serialize};
use std::task::Poll;
use zeroize::Zeroizing;

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Service {
    /// Several files as one.
    Archive(archive::Archive),
    /// What tells a thing of the desk from others.
    Describe(describe::Describe),
    /// Putting a desk file under a passphrase, or taking it out.
    Lock(lock::Lock),
    /// Something whose time is taken.
    Measure(measure::Measure),
    /// The words of the field, of a wing that is there.
    Words(Wing),
}

/// What it gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ServiceResult {
    /// The archive.
    Archive(Bytes),
    /// The lines of the description.
    Described(Vec<describe::Line>),
    /// The desk file, under the passphrase or out of it.
    Desk(Zeroizing<String>),
    /// What was measured.
    Measured(measure::Measurement),
    /// The words as markup.
    Words(String),
}

/// How a service ends: like a run, it may wait for a task that others do.
pub type Serving = Poll<Result<ServiceResult, Diagnosis>>;

impl Service {
    /// The wing that does it.
    #[must_use]
    pub fn wing(&self) -> Wing {
        match self {
            Self::Archive(_) | Self::Describe(_) | Self::Lock(_) => Wing::Certificate,
            Self::Measure(_) => Wing::Rsa,
            Self::Words(wing) => *wing,
        }
    }
}

/// What the wing of RSA does.
pub fn rsa(service: &Service, mut means: Means<'_>) -> Serving {
    match service {
        Service::Measure(measure) => measure.run(&mut means).map_ok(ServiceResult::Measured),
        other => words(other),
    }
}

/// What the wing of certificates does.
pub fn certificate(service: &Service, _: Means<'_>) -> Serving {
    match service {
        Service::Archive(archive) => Poll::Ready(archive.run().map(ServiceResult::Archive)),
        Service::Describe(thing) => Poll::Ready(Ok(ServiceResult::Described(thing.run()))),
        Service::Lock(lock) => Poll::Ready(lock.run().map(ServiceResult::Desk)),
        other => words(other),
    }
}

/// What every wing does.
pub fn words(service: &Service) -> Serving {
    Poll::Ready(match service {
        Service::Words(_) => Ok(ServiceResult::Words(super::words::markup())),
        _ => Err(Diagnosis::bug("another wing does this")),
    })
}
