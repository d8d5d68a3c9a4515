//! Who vouches for the server: the check of its certificates, as a client makes it.

use super::told;
use crate::engine::picture::Clock;
use crate::engine::pki::host::Host;
use crate::engine::pki::path::Question;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::verify::{self, Validation, short};
use crate::engine::tls::connection::Expectation;
use crate::engine::trace::{Children, Observer, Picture, Step};
use std::rc::Rc;

/// The input of exhibits that sets the client's clock.
const CLOCK: &str = "time";

/// The steps of the check that a client makes, and what it comes to; where it checks
/// nothing, that, and nothing.
pub(super) fn check(sent: &[Certificate], expects: &Expectation) -> (Children, Option<Validation>) {
    if !expects.checks {
        let unchecked = |recorder: &mut crate::engine::trace::Recorder<'_>| {
            recorder.step(|| {
                Step::new("unchecked", "Nothing is checked")
                    .says("This client takes whatever comes: whoever stands on the wire could send a certificate of their own.")
                    .source("RFC 8446", "4.4.2.4")
            });
        };
        return (told(unchecked), None);
    }
    let (Some((own, between)), Ok(host)) = (sent.split_first(), Host::parse_asked(&expects.host))
    else {
        return (Children::default(), None);
    };
    let roots: Vec<Certificate> = expects
        .roots
        .iter()
        .filter_map(|der| Certificate::parse(der).ok())
        .collect();
    let (roots, between): (Vec<_>, Vec<_>) = (roots.iter().collect(), between.iter().collect());
    let question = Question::of_server(own, &roots, &between, expects.now);
    let mut validation = None;
    let mut steps = told(|recorder| validation = Some(verify::check(question, &host, recorder)));
    let vouching = roots.iter().copied().filter(|root| !sent.contains(root));
    let dates = clock(sent.iter().chain(vouching), expects.now);
    for step in &mut steps.kept {
        if step.id.ends_with("validity") {
            Rc::make_mut(step).picture = Some(dates.clone());
        }
    }
    (steps, validation)
}

/// The dates of certificates, and the client's clock, which a hand can set.
fn clock<'a>(all: impl Iterator<Item = &'a Certificate>, now: u64) -> Rc<dyn Picture> {
    let span = |one: &Certificate| {
        let period = one.period();
        (short(&one.subject()).into(), [period.from, period.to])
    };
    Rc::new(Clock {
        spans: all.map(span).collect(),
        now,
        input: CLOCK,
    })
}
