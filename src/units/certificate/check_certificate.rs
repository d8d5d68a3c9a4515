//! The checks that a client makes, one by one.

use super::form;
use super::opening;
use super::recipes as pieces;
use super::trust_anchor::{TrustAnchor, signed_itself, trust_anchor};
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::pki::host::Host;
use crate::engine::pki::limits::{self, Limit};
use crate::engine::pki::path::{Gap, Question, Verdict};
use crate::engine::pki::read::Certificate;
use crate::engine::pki::verify::{self, Check, Validation};
use crate::engine::pki::{layout, name, tamper, validity};
use crate::engine::source::Source;
use crate::engine::trace::Observer;
use crate::units::desk::import;
use crate::units::form::judges;
use crate::units::form::quoted::shell_word;
use crate::units::{
    About, Agreement, Break, Comparison, Context, Control, Draws, Fits, Input, Inputs, Output,
    Page, Recipe, Row, Start, Tool, choices,
};
use const_oid::db::rfc4519::COMMON_NAME;

/// What to notice in what comes out.
pub const NOTICE: &str = "Each check answers one question, and each has to hold. Change the host, the clock or one bit, and see which of them notices. For certificates of public CAs a browser also looks into a list of revoked ones that it is sent, and wants signed promises of the logs of Certificate Transparency.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 5280", "6.1"),
    Source::new("RFC 9525", "6"),
    Source::new("RFC 8017", "8.2.2"),
];

choices! {
    /// What of the certificate is changed.
    pub(in crate::units) enum CertificateTampering, at first Nothing {
        Nothing: "none", "Nothing";
        Signed: "tbs", "What was signed (the serial number)";
        Signature: "signature", "The signature";
    }
}

/// Whom a client wants to reach.
pub(in crate::units) const HOST: Input = Input {
    fits: Fits::NameOf("certificate"),
    hint: "What stands in the address bar: a host name or an IP address. Empty: the first name of the certificate.",
    ..Input::new("host", "Host", Control::Line)
};

/// What time a client has.
pub(in crate::units) const CLOCK: Input = Input {
    hint: "YYYY-MM-DD, with HH:MM:SS if you like, in UTC. Empty: now.",
    ..Input::new("time", "Clock", Control::Clock)
};

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "check-certificate",
    page: Page::Certificate,
    title: "Check a certificate",
    question: "What does a browser look at before it shows the padlock?",
    start: Start::Live,
    row: &["certificate", "issuer", "host"],
    inputs: &[
        Input {
            default: "issue",
            fits: Fits::Leaf,
            ..Input::new(
                "certificate",
                "Certificate",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            default: "ca-root#1",
            fits: Fits::IssuerOf("certificate"),
            hint: "A root of yours goes in by itself where it stands above the certificate: one that you made or read in. Anything else is trusted only if you choose it.",
            ..Input::new(
                "issuer",
                "Trusted certificate",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            fits: Fits::Beside(Kind::Certificate),
            hint: "In PEM, as a server sends them. Those on the desk and on the pages are at hand anyway.",
            ..Input::new("between", "Certificates in between", Control::CodeArea)
        },
        Input {
            default: "no",
            hint: "Every self-issued CA on the desk or on the pages, but none that you pasted.",
            ..Input::new("all-roots", "Trust every root at hand", Control::Toggle)
        },
        HOST,
        CLOCK,
        Input {
            tells: true,
            ..CertificateTampering::input("tamper", "Change one bit of")
        },
    ],
    breaks: &[
        Break {
            label: "Ask for another host",
            says: "The signature still holds; the name does not.",
            sets: &[("host", "example.org")],
        },
        Break {
            label: "Set the clock to 2050",
            says: "A certificate ends even if nothing is wrong with it.",
            sets: &[("time", "2050-01-01")],
        },
        Break {
            label: "Change one bit of what was signed",
            says: "The hash of the bytes is another one, and no longer the one in the signature.",
            sets: &[("tamper", CertificateTampering::Signed.value())],
        },
        Break {
            label: "Change one bit of the signature",
            says: "The power gives a block that has no padding at all.",
            sets: &[("tamper", CertificateTampering::Signature.value())],
        },
    ],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Never,
};

/// Makes all checks.
///
/// # Errors
/// When a certificate, the host or the time cannot be read.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let at = match inputs.text("time").trim() {
        "" => inputs.now,
        text => validity::parse(text).map_err(|error| error.diagnosis().of("time"))?,
    };
    let (certificate, changed_at) = tampered(form::certificate(inputs, "certificate")?, inputs)?;
    let host = match inputs.text("host").trim() {
        "" => first_name(&certificate)?,
        text => Host::parse_asked(text).map_err(|error| error.diagnosis().of("host"))?,
    };
    // Where nothing is chosen, nothing is trusted.
    let TrustAnchor {
        certificate: issuer,
        says: why,
    } = trust_anchor(inputs, "issuer")?;
    let (pasted, beside) = (pasted(inputs)?, beside(inputs));
    let all = inputs.is_on("all-roots");
    let roots = beside
        .iter()
        .filter(|one| all && is_root(one) && signed_itself(one));
    let trusted: Vec<&Certificate> = issuer.iter().chain(roots).collect();
    let at_hand: Vec<&Certificate> = pasted.iter().chain(&beside).collect();
    let question = Question::of_server(&certificate, &trusted, &at_hand, at);
    observer.step(|| opening::shown(&certificate, &host));
    let validation = verify::check(question, &host, observer);
    let others: Vec<&Certificate> = trusted.iter().chain(&at_hand).copied().collect();
    let beside = (&*others, CertificateTampering::read(inputs, "tamper"), at);
    observer.opening(|step| opening::judged(step, &certificate, beside, &validation));
    let layout = layout::certificate(&certificate);
    let noticed = remarks(&validation, &layout);
    let public = public_limit(&certificate);
    let place = changed_at.map_or(String::new(), |at| {
        format!(" One bit was changed in its byte {at}.")
    });
    let (good, glance) = match validation.verdict() {
        Verdict::Holds => (Some(true), "✓ trusted"),
        Verdict::Refused => (Some(false), "✗ refused"),
        Verdict::Unjudged => (None, "? cannot be told"),
    };
    Ok(Output {
        glance: glance.into(),
        headline: (headline(&validation, &host, &place) + &why).into(),
        good,
        bytes: vec![layout],
        comparisons: [Some(table(&validation)), noticed, public, left(&validation)]
            .into_iter()
            .flatten()
            .collect(),
        agreements: validation
            .is_told
            .then(|| {
                let what = "the signature's verification";
                Agreement::new(what, judges::RSA, validation.agrees)
            })
            .into_iter()
            .collect(),
        recipes: recipes(&host, at, validation.chain.len() > 2),
        ..Output::default()
    })
}

/// The first name of a certificate that a browser could ask for; for a `*`,
/// one of those that it stands for. Where it has none, its common name, which
/// counts for nothing.
pub(in crate::units) fn first_name(certificate: &Certificate) -> Result<Host, Diagnosis> {
    let names = certificate.extensions().names().unwrap_or_default();
    let common = || {
        let parts = certificate.subject_name().iter();
        let mut common = parts.filter(|part| part.oid == COMMON_NAME);
        let text = name::text_of(&common.next()?.value);
        Host::parse_asked(&text).ok()
    };
    let first = names.hosts.into_iter().next().or_else(common);
    match first {
        Some(Host::Dns(name)) => Ok(Host::Dns(match name.strip_prefix("*.") {
            Some(rest) => format!("www.{rest}"),
            None => name,
        })),
        Some(address) => Ok(address),
        None => Err(Diagnosis::expected("a host to ask for")
            .of("host")
            .found("nothing, and the certificate has no name that can be asked for")
            .help("Such a certificate is good for no host: enter one to see it refused.")),
    }
}

/// What is to be said in one sentence.
fn headline(validation: &Validation, host: &Host, place: &str) -> String {
    let counted = validation.checks.iter().filter(|check| !check.is_remark);
    let checks = counted.count();
    let failed = validation.checks.iter();
    let failed = failed.filter(|check| check.passed == Some(false)).count();
    match (validation.first_failure(), validation.first_unjudged()) {
        (Some(first), _) if failed == 1 => {
            format!("Refused. {}{}{place}", named(first), advice(validation))
        }
        (Some(first), _) => format!(
            "Refused: {failed} of {checks} checks fail. The first: {}{}{place}",
            named(first),
            advice(validation)
        ),
        (None, Some(open)) => format!(
            "Padlock cannot decide this: {} Nothing else speaks against it.",
            named(open)
        ),
        (None, None) => match validation.chain.as_slice() {
            [_] => format!(
                "All {checks} checks hold, for whoever trusts this very certificate: {host} may show the padlock to them. Nobody else vouches for it."
            ),
            [_, between @ .., root] => format!(
                "All {checks} checks hold: {host} may show the padlock to whoever trusts {root}{}.",
                match between.len() {
                    0 => String::new(),
                    1 => ", by one certificate in between".to_owned(),
                    more => format!(", by {more} certificates in between"),
                }
            ),
            [] => String::new(),
        },
    }
}

/// What a check found, with the certificate that it is about where the
/// sentence does not name it.
fn named(check: &Check) -> String {
    let Check { about, says, .. } = check;
    if about.is_empty() || says.contains(about.as_str()) {
        return says.clone();
    }
    let mut rest = says.chars();
    let first = rest.next().map(|c| c.to_lowercase().to_string());
    format!("{about}: {}{}", first.unwrap_or_default(), rest.as_str())
}

/// What to do about a path that does not reach trust.
fn advice(validation: &Validation) -> &'static str {
    match validation.gap {
        Some(Gap::Missing) => {
            " If you have the issuer’s certificate, paste it under More settings, or put it on the desk."
        }
        Some(Gap::Untrusted) => " If you trust it, choose it as the trusted certificate.",
        Some(Gap::Unfit | Gap::Limit) | None => "",
    }
}

/// The certificates that were pasted, read as a file would be.
fn pasted(inputs: &Inputs) -> Result<Vec<Certificate>, Diagnosis> {
    let text = inputs.text("between");
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let all = import::certificates(text.as_bytes()).map_err(|error| error.of("between"))?;
    let read = all.iter().map(|der| Certificate::parse(der));
    read.collect::<Result<_, _>>()
        .map_err(|error: Diagnosis| error.of("between"))
}

/// Those beside the form. What was read onto the desk is a certificate; what
/// cannot be used in a chain all the same does not stand in the way of others.
pub(in crate::units) fn beside(inputs: &Inputs) -> Vec<Certificate> {
    let things = inputs.at_hand("between");
    things
        .filter_map(|thing| Certificate::parse(&thing.bytes).ok())
        .collect()
}

/// Whether a certificate is of a CA that names itself as its issuer. One of
/// version 1 cannot say that it is a CA.
fn is_root(certificate: &Certificate) -> bool {
    certificate.is_self_issued() && (certificate.is_ca() || certificate.version() == 1)
}

fn tampered(
    certificate: Certificate,
    inputs: &Inputs,
) -> Result<(Certificate, Option<usize>), Diagnosis> {
    let (der, at) = match CertificateTampering::read(inputs, "tamper") {
        CertificateTampering::Signed => tamper::signed_part(&certificate),
        CertificateTampering::Signature => tamper::signature(&certificate),
        CertificateTampering::Nothing => return Ok((certificate, None)),
    };
    let certificate = Certificate::parse(&der).map_err(|error| error.of("tamper"))?;
    Ok((certificate, Some(at)))
}

pub(in crate::units) fn table(validation: &Validation) -> Comparison {
    let name = |check: &Check| {
        let of_this_title = validation.checks.iter();
        let of_this_title = of_this_title.filter(|other| other.title == check.title);
        match of_this_title.count() {
            1 => check.title.to_owned(),
            _ => format!("{}: {}", check.title, check.about),
        }
    };
    Comparison {
        names: "Check".into(),
        title: "The checks".into(),
        left: "Outcome".into(),
        right: "What was found".into(),
        rows: validation
            .checks
            .iter()
            .map(|check| Row {
                name: name(check).into(),
                left: match check.passed {
                    None if check.is_remark => "– refuses nothing",
                    Some(true) => "✓ holds",
                    Some(false) => "✗ fails",
                    None => "? cannot be told",
                }
                .into(),
                right: check.says.clone().into(),
                note: "".into(),
            })
            .collect(),
    }
}

/// What whoever made the certificates should have made otherwise, and what is
/// wrong with the bytes of the one that is shown.
fn remarks(validation: &Validation, layout: &Dissection) -> Option<Comparison> {
    let row = |name: String, left: String, right: String| Row {
        name: name.into(),
        left: left.into(),
        right: right.into(),
        note: "".into(),
    };
    let remarks = validation.remarks.iter().map(|remark| {
        let (document, section) = remark.source;
        row(
            format!("{document} §{section}"),
            remark.says.clone(),
            remark.follows.to_string(),
        )
    });
    let problems = layout.problems.iter().map(|problem| {
        row(
            format!("byte {}", problem.at),
            problem.says.to_string(),
            match validation.verdict() {
                Verdict::Holds => "No verdict here follows from it.",
                _ => "Where a verdict follows from it, a check above says so.",
            }
            .to_owned(),
        )
    });
    let rows: Vec<Row> = remarks.chain(problems).collect();
    (!rows.is_empty()).then(|| Comparison {
        names: "".into(),
        title: "Deviations from the rules for issuers".into(),
        left: "What it does".into(),
        right: "What follows".into(),
        rows,
    })
}

/// What browsers ask of the validity of public CAs' certificates, where this
/// one has more: no reason to refuse it, since private CAs may grant that.
fn public_limit(certificate: &Certificate) -> Option<Comparison> {
    let limit = Limit::exceeded(certificate.period()).filter(|_| !certificate.is_ca())?;
    let days = limits::days(certificate.period());
    Some(Comparison {
        names: "".into(),
        title: "Asked of public CAs only".into(),
        left: "A public CA may grant".into(),
        right: "This certificate has".into(),
        rows: vec![Row {
            name: "Length of the validity".into(),
            left: limit.to_string().into(),
            right: format!("{days} days").into(),
            note: match days {
                ..=825 => "No reason to refuse it: a private CA, such as a root of your own, may grant more (CA/B BR §6.3.2).",
                _ => "A private CA, such as a root of your own, may grant more (CA/B BR §6.3.2); Chromium and Firefox take it. Apple’s systems refuse more than 825 days from it, too.",
            }.into(),
        }],
    })
}

/// What could have stood in the chain.
fn left(validation: &Validation) -> Option<Comparison> {
    let rows = validation.left.iter().map(|left| Row {
        name: left.subject.clone().into(),
        left: left.above.clone().into(),
        right: left.why.clone().into(),
        note: "".into(),
    });
    let rows: Vec<Row> = rows.collect();
    (!rows.is_empty()).then(|| Comparison {
        title: "Issuers tried and rejected".into(),
        names: "Certificate".into(),
        left: "Tried above".into(),
        right: "Why it was left".into(),
        rows,
    })
}

/// The same checks by other tools; `has_between` where certificates stand
/// between the one of the server and the root.
fn recipes(host: &Host, at: u64, has_between: bool) -> Vec<Recipe> {
    // In PEM one after the other, as a server sends them.
    let (untrusted, read, between) = match has_between {
        true => (
            "-untrusted between.pem ",
            "between = x509.load_pem_x509_certificates(open('between.pem', 'rb').read())\n",
            "between",
        ),
        false => ("", "", "[]"),
    };
    let word = shell_word(&host.to_string());
    let (option, name) = match host {
        Host::Dns(name) => ("-verify_hostname", format!("x509.DNSName('{name}')")),
        Host::Ip(address) => (
            "-verify_ip",
            format!("x509.IPAddress(ip_address('{address}'))"),
        ),
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Make the same checks".into(),
            code: format!(
                "openssl verify -CAfile root.pem {untrusted}-purpose sslserver {option} {word} \\\n  \
                 -attime {at} server.pem\n"
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Make the same checks".into(),
            code: format!(
                "from datetime import datetime, timezone\n\
                 from ipaddress import ip_address\n\
                 from cryptography import x509\n\
                 from cryptography.x509 import verification\n\
                 \n\
                 root = x509.load_pem_x509_certificate(open('root.pem', 'rb').read())\n\
                 server = x509.load_pem_x509_certificate(open('server.pem', 'rb').read())\n\
                 {read}\
                 verifier = (\n    \
                 verification.PolicyBuilder()\n    \
                 .store(verification.Store([root]))\n    \
                 .time({})\n    \
                 .build_server_verifier({name})\n\
                 )\n\
                 for certificate in verifier.verify(server, {between}):\n    \
                 print(certificate.subject.rfc4514_string())\n",
                pieces::python_time(at)
            ),
        },
    ]
}
