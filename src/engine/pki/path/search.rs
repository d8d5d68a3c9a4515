//! The search for a path, depth first, each candidate with its reason.

use super::super::judge::{Judgement, judge};
use super::super::name;
use super::super::read::Certificate;
use super::super::serial::colons;
use super::{Answer, Left, Objection, Question, Rule, Verdict, verdict};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// So many signatures are verified at most: chains made to keep a verifier
/// busy have many more.
const SIGNATURES: usize = 100;

/// So many certificates stand in a path at most.
const LONGEST: usize = 12;

/// A search that goes on.
struct Search<'a> {
    question: Question<'a>,
    /// How many more signatures may be verified.
    budget: usize,
    best: Option<(Vec<&'a Certificate>, Vec<Objection>)>,
    left: Vec<Left>,
}

pub(super) fn search(question: Question<'_>) -> Answer<'_> {
    let mut search = Search {
        question,
        budget: SIGNATURES,
        best: None,
        left: Vec::new(),
    };
    search.extend(&mut vec![question.certificate]);
    let Search {
        budget, best, left, ..
    } = search;
    if let Some((path, objections)) = best {
        return Answer {
            path,
            is_complete: true,
            objections,
            left,
        };
    }
    let (rule, says) = if budget == 0 {
        (
            Rule::Unjudged,
            format!(
                "There are too many ways: the search was stopped after {SIGNATURES} signatures."
            ),
        )
    } else {
        (Rule::Path, nowhere(question.certificate, &left))
    };
    Answer {
        path: vec![question.certificate],
        is_complete: false,
        objections: vec![Objection {
            place: 0,
            rule,
            says,
            source: ("RFC 5280", "6.1"),
        }],
        left,
    }
}

/// That no chain leads to trust, and where it broke off.
fn nowhere(certificate: &Certificate, left: &[Left]) -> String {
    if certificate.is_self_issued() {
        return "It names itself as its issuer and is not among those that are trusted: nobody vouches for it.".into();
    }
    let issuer = certificate.issuer();
    match left {
        [one] => format!(
            "No chain leads to a certificate that is trusted. Of {}: {}.",
            one.subject, one.why
        ),
        _ => format!(
            "No chain leads to a certificate that is trusted. The issuer of the certificate is {issuer}; what was tried above it did not lead there."
        ),
    }
}

impl<'a> Search<'a> {
    /// Goes on above the last certificate. Says whether a path was found that
    /// nothing speaks against.
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        let Some(last) = path.last().copied() else {
            return false;
        };
        let is_trusted = |one: &Certificate| {
            let mut trusted = self.question.trusted.iter();
            trusted.any(|trusted| trusted.der() == one.der())
        };
        if is_trusted(last) {
            return self.reached(path);
        }
        if path.len() == LONGEST {
            self.leave(last, "the path would become too long");
            return false;
        }
        let Question {
            trusted, at_hand, ..
        } = self.question;
        let mut candidates: Vec<&'a Certificate> = Vec::new();
        for candidate in trusted.iter().chain(at_hand).copied() {
            let is_new = |other: &&Certificate| other.der() != candidate.der();
            if candidates.iter().all(is_new)
                && name::same(last.issuer_name(), candidate.subject_name())
            {
                candidates.push(candidate);
            }
        }
        if candidates.is_empty() {
            let issuer = last.issuer();
            self.leave(
                last,
                format!("its issuer, {issuer}, is neither trusted nor at hand"),
            );
        }
        // Identifiers do not prove anything; they tell where to look first.
        candidates.sort_by_key(|candidate| points_at(last, candidate) == Some(false));
        for candidate in candidates {
            if path.iter().any(|one| {
                one.der() == candidate.der()
                    || one.spki() == candidate.spki()
                        && name::same(one.subject_name(), candidate.subject_name())
                        && !is_trusted(candidate)
            }) {
                self.leave(candidate, "it stands in this path already");
                continue;
            }
            if points_at(last, candidate) == Some(false) {
                self.leave(
                    candidate,
                    "its key identifier is not the one that the certificate below names",
                );
                continue;
            }
            if self.budget == 0 {
                return false;
            }
            self.budget -= 1;
            let judgement = judge(
                candidate.spki(),
                last.algorithm(),
                last.signed(),
                last.signature(),
            );
            match judgement {
                Judgement::Broken => {
                    self.leave(candidate, "the signature below does not hold under its key");
                    continue;
                }
                // The rules say it of the path as a whole.
                Judgement::Holds | Judgement::Outdated(_) | Judgement::Unjudged(_) => {}
            }
            path.push(candidate);
            let found = self.extend(path);
            path.pop();
            if found {
                return true;
            }
        }
        false
    }

    /// A path leads to trust: is it one to take?
    fn reached(&mut self, path: &[&'a Certificate]) -> bool {
        let objections = super::judge(path, self.question);
        let holds = verdict(&objections, self.question.strictness) == Verdict::Holds;
        let weight = |all: &[Objection]| {
            let grave = all.iter().filter(|it| it.rule != Rule::Profile).count();
            (grave, all.len())
        };
        let is_better = self
            .best
            .as_ref()
            .is_none_or(|(_, best)| weight(&objections) < weight(best));
        if holds || is_better {
            self.best = Some((path.to_vec(), objections));
        }
        holds
    }

    fn leave(&mut self, certificate: &Certificate, why: impl Into<String>) {
        let left = Left {
            subject: certificate.subject(),
            why: why.into(),
        };
        if !self.left.contains(&left) {
            self.left.push(left);
        }
    }
}

/// Whether the identifier that a certificate has of its issuer's key is that
/// of another's key; `None` where one of the two says none.
fn points_at(below: &Certificate, above: &Certificate) -> Option<bool> {
    let named = below.extensions().authority_key_identifier().ok()??;
    let own = above.extensions().one::<SubjectKeyIdentifier>().ok()??;
    Some(colons(&named) == colons(own.0.as_bytes()))
}
