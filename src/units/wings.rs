//! The wings: each is a worker of its own, with the units of one subject,
//! loaded when one of them first runs.

use super::{About, Context, Inputs, Outcome, Output};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::task::Means;
use crate::engine::trace::Recorder;
use serde::{Deserialize, Serialize};
use std::task::Poll;

/// Lists the units of each wing once, for what they say and for what they do.
macro_rules! wings {
    ($($(#[$about:meta])* $wing:ident in $function:ident: $($room:ident::$unit:ident),+ $(,)?;)+) => {
        /// A worker with the units of one subject.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Wing {
            $($(#[$about])* $wing,)+
        }

        impl Wing {
            /// The wings.
            pub const ALL: &[Self] = &[$(Self::$wing),+];

            /// Its name, which its files bear.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$wing => stringify!($function),)+
                }
            }

            /// The wing that runs a unit.
            #[must_use]
            pub fn of(unit: &str) -> Option<Self> {
                $($(if unit == super::$room::$unit::ABOUT.id {
                    return Some(Self::$wing);
                })+)+
                None
            }
        }

        /// All units, in the order in which their pages show them.
        pub static ALL: &[&About] = &[$($(&super::$room::$unit::ABOUT),+),+];

        $(
            /// Runs a unit of this wing. Only its worker calls this, so that
            /// everything else is built without the algorithms.
            pub fn $function(unit: &str, context: Context<'_, '_>) -> Outcome {
                $(if unit == super::$room::$unit::ABOUT.id {
                    super::check::check(&super::$room::$unit::ABOUT, context.inputs)?;
                    let outcome: Outcome = super::$room::$unit::run(context).into();
                    return outcome.map_ok(|output| Output {
                        sources: super::$room::$unit::SOURCES.to_vec(),
                        ..output.noticing(super::$room::$unit::NOTICE).glanced()
                    });
                })+
                Poll::Ready(Err(Diagnosis::bug(format!("there is no unit named {unit:?}"))))
            }
        )+

        /// Runs a unit of any wing, as tests and `cargo xtask unit` do: with
        /// nobody's help, so that it is never pending.
        ///
        /// # Errors
        /// What is wrong with the inputs, at which of them; or that there is
        /// no such unit.
        pub fn run(
            unit: &str,
            inputs: &Inputs,
            observer: &mut Recorder<'_>,
        ) -> Result<Output, Diagnosis> {
            let function = match Wing::of(unit) {
                $(Some(Wing::$wing) => $function,)+
                None => return Err(Diagnosis::bug(format!("there is no unit named {unit:?}"))),
            };
            Means::alone(|means| {
                let context = Context { inputs, observer, means: means.lend() };
                match function(unit, context) {
                    Poll::Ready(done) => done,
                    Poll::Pending => Err(Diagnosis::bug("a run waits for help that nobody gives")),
                }
            })
        }
    };
}

wings! {
    /// Fernet, and the inside of its cipher.
    Cipher in cipher: cipher::fernet_key, cipher::fernet_encrypt, cipher::fernet_decrypt, cipher::aes;
    /// RSA keys and what is done with them.
    Rsa in rsa: rsa::keygen, rsa::encrypt, rsa::decrypt, rsa::why, rsa::sign, rsa::verify;
    /// Requests, certificates, and what reads and writes their files.
    Certificate in certificate:
        certificate::make_it, certificate::ca_root, certificate::intermediate, certificate::csr,
        certificate::issue, certificate::check_certificate, certificate::short_way,
        certificate::key_ec, desk::import, desk::export;
    /// Connections between a client and a server.
    Tls in tls: handshake::http, handshake::https;
}
