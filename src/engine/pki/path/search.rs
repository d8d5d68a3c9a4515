//! The search for a path, depth first, each candidate with its reason.

use super::super::judge::{Judgement, judge};
use super::super::name;
use super::super::read::Certificate;
use super::super::serial::colons;
use super::{Answer, Gap, Left, Objection, Question, Refusers, Rule, Verdict, verdict};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// So many signatures are verified at most: chains made to keep a verifier
/// busy have many more.
const SIGNATURES: usize = 500;

/// So many certificates stand in a path at most: 100 between the one that is
/// shown and the one that is trusted, which is where openssl stops, too.
const LONGEST: usize = 102;

/// A search that goes on.
struct Search<'a> {
    question: Question<'a>,
    /// How many more signatures may be verified.
    budget: usize,
    /// Whether a path was not followed further because it was too long.
    is_cut: bool,
    /// Whether a name that fits is enough, with the key identifier or the
    /// signature: for a path that is refused, and shows what does not hold.
    by_name: bool,
    best: Option<(Vec<&'a Certificate>, Vec<Objection>)>,
    farthest: Farthest<'a>,
    left: Vec<DeadEnd<'a>>,
}

/// The longest path that does not reach trust, and why it goes no further.
struct Farthest<'a> {
    path: Vec<&'a Certificate>,
    gap: Gap,
    says: String,
}

/// A certificate that was tried in a path and left.
struct DeadEnd<'a> {
    certificate: &'a Certificate,
    left: Left,
}

pub(super) fn search(question: Question<'_>) -> Answer<'_> {
    let start = vec![question.certificate];
    let mut search = Search {
        question,
        budget: SIGNATURES,
        is_cut: false,
        by_name: false,
        best: None,
        farthest: Farthest {
            path: start.clone(),
            gap: Gap::Unfit,
            says: String::new(),
        },
        left: Vec::new(),
    };
    let holds = search.extend(&mut start.clone());
    let limit = search.limit().filter(|_| !holds);
    if search.best.is_none() && limit.is_none() {
        search.by_name = true;
        search.extend(&mut search.farthest.path.clone());
    }
    let Search {
        best,
        farthest,
        left,
        ..
    } = search;
    let refused = |rule, says| {
        vec![Objection {
            place: 0,
            rule,
            says,
            source: ("RFC 5280", "6.1"),
            follows: Refusers::NOBODY,
        }]
    };
    let (path, gap, objections) = match (limit, best) {
        // Where not every way was looked at, one of the others may hold.
        (Some(says), _) => (start, Some(Gap::Limit), refused(Rule::Unjudged, says)),
        (None, Some((path, objections))) => (path, None, objections),
        (None, None) => {
            let objections = refused(Rule::Path, farthest.says);
            (farthest.path, Some(farthest.gap), objections)
        }
    };
    let stands_in_it = |one: &Certificate| path.iter().any(|it| it.der() == one.der());
    let left = left.into_iter();
    let left = left.filter(|tried| !stands_in_it(tried.certificate));
    Answer {
        left: left.map(|tried| tried.left).collect(),
        path,
        gap,
        objections,
    }
}

impl<'a> Search<'a> {
    /// Goes on above the last certificate. Says whether a path was found that
    /// nothing speaks against.
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        let Some(last) = path.last().copied() else {
            return false;
        };
        if self.is_trusted(last) {
            return self.reached(path);
        }
        if path.len() == LONGEST {
            self.is_cut = true;
            return false;
        }
        let (mut unfit, mut goes_on) = (None, false);
        // Whoever vouches for itself is the end of the names.
        let is_end = self.by_name && is_own_issuer(last);
        let candidates = if is_end {
            Vec::new()
        } else {
            self.candidates(last)
        };
        for candidate in candidates {
            if candidate.der() == last.der() {
                continue;
            }
            if self.repeats(path, candidate) {
                self.leave(
                    path,
                    candidate,
                    "it stands further down in the path that was tried",
                );
                unfit.get_or_insert_with(|| {
                    format!("{} would stand in it twice", candidate.subject())
                });
                continue;
            }
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let judgement = judge(
                candidate.spki(),
                last.algorithm(),
                last.signed(),
                last.signature(),
            );
            // Identifiers do not prove anything; a signature does.
            let is_pointed_at = points_at(last, candidate) != Some(false);
            if judgement == Judgement::Broken && !(self.by_name && is_pointed_at) {
                if !self.by_name {
                    let why = if is_pointed_at {
                        "the signature below does not hold under its key"
                    } else {
                        "its key identifier is not the one that the certificate below names, and the signature below does not hold under its key"
                    };
                    self.leave(path, candidate, why);
                    unfit.get_or_insert_with(|| {
                        if is_pointed_at {
                            let subject = candidate.subject();
                            format!("its signature does not hold under the key of {subject}")
                        } else {
                            other_key(last, candidate)
                        }
                    });
                }
                continue;
            }
            goes_on = true;
            path.push(candidate);
            let found = self.extend(path);
            path.pop();
            if found {
                return true;
            }
        }
        // Where it goes on, what stopped it is told from there.
        if !goes_on {
            self.stop(path, unfit);
        }
        false
    }

    /// Which limit of its own ended the search, if one did.
    fn limit(&self) -> Option<String> {
        if self.budget == 0 {
            Some(format!(
                "There are too many ways: the search was stopped after {SIGNATURES} signatures."
            ))
        } else if self.is_cut {
            Some(format!(
                "There are ways with more than {LONGEST} certificates, which are not followed here."
            ))
        } else {
            None
        }
    }

    fn is_trusted(&self, one: &Certificate) -> bool {
        let mut trusted = self.question.trusted.iter();
        trusted.any(|trusted| trusted.der() == one.der())
    }

    /// Those that have the name of the issuer, first those whose key is named.
    fn candidates(&self, last: &Certificate) -> Vec<&'a Certificate> {
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
        // Those that the identifier names first.
        candidates.sort_by_key(|candidate| points_at(last, candidate) == Some(false));
        candidates
    }

    /// Whether a certificate stands in a path already, or another of the same
    /// name and key.
    fn repeats(&self, path: &[&Certificate], candidate: &Certificate) -> bool {
        path.iter().any(|one| {
            one.der() == candidate.der()
                || one.spki() == candidate.spki()
                    && name::same(one.subject_name(), candidate.subject_name())
                    && !self.is_trusted(candidate)
        })
    }

    /// A path goes no further: with what was at hand and did not fit.
    fn stop(&mut self, path: &[&'a Certificate], unfit: Option<String>) {
        let is_first = self.farthest.says.is_empty();
        let Some(last) = path.last().copied() else {
            return;
        };
        let (gap, why) = if is_own_issuer(last) {
            (Gap::Untrusted, self.untrusted(last))
        } else if let Some(why) = unfit {
            (Gap::Unfit, why)
        } else {
            let why = format!(
                "it ends at {}, whose issuer, {}, is neither trusted nor at hand",
                last.subject(),
                last.issuer()
            );
            (Gap::Missing, why)
        };
        match gap {
            Gap::Missing => {
                let issuer = last.issuer();
                let why = format!("its issuer, {issuer}, is neither trusted nor at hand");
                self.leave(path, last, &why);
            }
            Gap::Untrusted => {
                self.leave(
                    path,
                    last,
                    "it names itself as its issuer and is not trusted",
                );
            }
            Gap::Unfit if path.len() > 1 => self.leave(path, last, &why),
            Gap::Unfit | Gap::Limit => {}
        }
        if is_first || path.len() > self.farthest.path.len() {
            let says = match (gap, path) {
                (Gap::Untrusted, [_]) => format!(
                    "{} names itself as its issuer and is not among those that are trusted: nobody vouches for it.",
                    last.subject()
                ),
                _ => format!("There is no path to a certificate that is trusted: {why}."),
            };
            self.farthest = Farthest {
                path: path.to_vec(),
                gap,
                says,
            };
        }
    }

    /// That a root is not trusted, and what may be taken for it.
    fn untrusted(&self, root: &Certificate) -> String {
        let mut trusted = self.question.trusted.iter();
        let is_namesake = trusted.any(|one| {
            one.spki() != root.spki() && name::same(one.subject_name(), root.subject_name())
        });
        let says = format!("it leads to {}, which is not trusted", root.subject());
        if is_namesake {
            format!("{says}: the one of this name that is trusted has another key")
        } else {
            says
        }
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
        if !holds {
            self.refuse(path, &objections);
        }
        if holds || is_better {
            self.best = Some((path.to_vec(), objections));
        }
        holds
    }

    /// A path leads to trust and something speaks against it: of whom, and what.
    fn refuse(&mut self, path: &[&'a Certificate], objections: &[Objection]) {
        let Some(first) = objections.iter().min_by_key(|it| it.rule) else {
            return;
        };
        let tried = path.iter().copied().enumerate().skip(1);
        for (place, certificate) in tried {
            let up_to = path.get(..=place).unwrap_or_default();
            if first.place == place {
                self.leave(up_to, certificate, &first.says);
            } else if first.place == 0 && place + 1 < path.len() {
                let why = format!("the path through it is refused: {}", first.says);
                self.leave(up_to, certificate, &why);
            }
        }
    }

    fn leave(&mut self, path: &[&Certificate], certificate: &'a Certificate, why: &str) {
        let below = path.iter().rev();
        let mut below = below.skip_while(|one| one.der() == certificate.der());
        let left = Left {
            subject: certificate.subject(),
            above: below.next().map(|one| one.subject()).unwrap_or_default(),
            why: why.to_owned(),
        };
        if self.left.iter().all(|tried| tried.left != left) {
            self.left.push(DeadEnd { certificate, left });
        }
    }
}

/// That a certificate has the name of the issuer, and another key.
fn other_key(below: &Certificate, above: &Certificate) -> String {
    let (named, own) = identifiers(below, above).unwrap_or_default();
    format!(
        "{} has the name of the issuer, but another key: the certificate names key {named}, and this one is {own}",
        above.subject()
    )
}

/// Whether a certificate names itself as its issuer, and no other key than its
/// own.
fn is_own_issuer(one: &Certificate) -> bool {
    one.is_self_issued() && points_at(one, one) != Some(false)
}

/// Whether the identifier that a certificate has of its issuer's key is that
/// of another's key; `None` where one of the two says none. It tells where to
/// look first and proves nothing (RFC 5280 §4.2.1.1).
pub(in super::super) fn points_at(below: &Certificate, above: &Certificate) -> Option<bool> {
    let (named, own) = identifiers(below, above)?;
    Some(named == own)
}

/// The identifier that a certificate has of its issuer's key, and that of
/// another's key.
fn identifiers(below: &Certificate, above: &Certificate) -> Option<(String, String)> {
    let named = below.extensions().authority_key_identifier().ok()??;
    let own = above.extensions().one::<SubjectKeyIdentifier>().ok()??;
    Some((colons(&named), colons(own.0.as_bytes())))
}
