//! The checks that a client makes, one by one.

use super::certificate_form::{self as form, diagnosis};
use super::certificate_recipes as pieces;
use super::quoted::shell_word;
use super::{
    About, Agreement, Break, Choice, Comparison, Context, Control, Diagnosis, Draws, Fits, Input,
    Inputs, Output, Page, Recipe, Row, Start, Tool,
};
use crate::desk::Kind;
use crate::engine::pki::host::Host;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::verify::{self, Question, Validation};
use crate::engine::pki::{layout, tamper, validity};
use crate::engine::source::Source;

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "check-certificate",
    page: Page::Certificate,
    title: "Check a certificate",
    question: "What does a browser look at before it shows the padlock?",
    notice: "Each check answers one question, and each has to hold. Change the host, the clock or \
             one bit, and see which of them notices.",
    start: Start::Live,
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
            ..Input::new(
                "issuer",
                "Trusted certificate above it",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            default: "localhost",
            hint: "What stands in the address bar: a host name or an IP address.",
            ..Input::new("host", "Host", Control::Line)
        },
        Input {
            hint: "YYYY-MM-DD, with HH:MM:SS if you like, in UTC. Empty: now.",
            ..Input::new("time", "Clock", Control::Clock)
        },
        Input {
            default: "none",
            ..Input::new(
                "tamper",
                "Change one bit of",
                Control::Choice(&[
                    Choice {
                        value: "none",
                        label: "Nothing",
                    },
                    Choice {
                        value: "tbs",
                        label: "What was signed (the serial number)",
                    },
                    Choice {
                        value: "signature",
                        label: "The signature",
                    },
                ]),
            )
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
            sets: &[("tamper", "tbs")],
        },
        Break {
            label: "Change one bit of the signature",
            says: "The power gives a block that has no padding at all.",
            sets: &[("tamper", "signature")],
        },
    ],
    sources: &[
        Source::new("RFC 5280", "6.1"),
        Source::new("RFC 9525", "6"),
        Source::new("RFC 8017", "8.2.2"),
    ],
    small: &[],
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
    let host = Host::parse(inputs.text("host").trim())
        .map_err(|error| diagnosis("host", &error.into()))?;
    let at = match inputs.text("time").trim() {
        "" => inputs.now,
        text => validity::parse(text).map_err(|error| diagnosis("time", &error.into()))?,
    };
    let (certificate, changed_at) = tampered(form::certificate(inputs, "certificate")?, inputs)?;
    let issuer = form::certificate(inputs, "issuer")?;
    let question = Question {
        certificate: &certificate,
        issuer: &issuer,
        host: &host,
        at,
    };
    let validation = verify::check(question, observer);
    let failed = validation
        .checks
        .iter()
        .filter(|check| !check.passed)
        .count();
    let place = changed_at.map_or(String::new(), |at| {
        format!(" One bit was changed in its byte {at}.")
    });
    Ok(Output {
        headline: match validation.first_failure() {
            None => format!(
                "All {} checks hold: {host} may show the padlock to whoever trusts this root.",
                validation.checks.len()
            ),
            Some(first) if failed == 1 => format!("Rejected. {}{place}", first.says),
            Some(first) => format!(
                "Rejected: {failed} of {} checks fail. The first: {}{place}",
                validation.checks.len(),
                first.says
            ),
        }
        .into(),
        good: Some(validation.holds()),
        bytes: vec![layout::certificate(&certificate)],
        comparisons: vec![table(&validation)],
        agreements: vec![Agreement::new(
            "the signature's verification",
            "rsa 0.10",
            validation.agrees,
        )],
        recipes: recipes(&host, at),
        ..Output::default()
    })
}

fn tampered(
    certificate: Certificate,
    inputs: &Inputs,
) -> Result<(Certificate, Option<usize>), Diagnosis> {
    let (der, at) = match inputs.text("tamper") {
        "tbs" => tamper::signed_part(&certificate),
        "signature" => tamper::signature(&certificate),
        _ => return Ok((certificate, None)),
    };
    let certificate = Certificate::parse(&der).map_err(|error| diagnosis("tamper", &error))?;
    Ok((certificate, Some(at)))
}

fn table(validation: &Validation) -> Comparison {
    Comparison {
        title: "The checks".into(),
        left: "Outcome".into(),
        right: "What was found".into(),
        rows: validation
            .checks
            .iter()
            .map(|check| Row {
                name: check.title.into(),
                left: if check.passed { "holds" } else { "fails" }.into(),
                right: check.says.clone().into(),
                note: "".into(),
            })
            .collect(),
    }
}

fn recipes(host: &Host, at: u64) -> Vec<Recipe> {
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
                "openssl verify -CAfile root.pem -purpose sslserver {option} {word} \\\n  \
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
                 verifier = (\n    \
                 verification.PolicyBuilder()\n    \
                 .store(verification.Store([root]))\n    \
                 .time({})\n    \
                 .build_server_verifier({name})\n\
                 )\n\
                 for certificate in verifier.verify(server, []):\n    \
                 print(certificate.subject.rfc4514_string())\n",
                pieces::python_time(at)
            ),
        },
    ]
}
