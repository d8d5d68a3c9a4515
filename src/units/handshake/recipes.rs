//! The same connection with curl and with openssl: the command, and what each says
//! of it.

use super::clients::Cause;
use super::ends::{groups, suites};
use super::transcript::Seen;
use crate::engine::pki::host::Host;
use crate::engine::pki::read::Certificate;
use crate::engine::tls::connection::Connection;
use crate::engine::tls::conversation::Story;
use crate::engine::tls::provider::Group;
use crate::units::form::quoted::shell_word;
use crate::units::{Inputs, Recipe, Tool};

/// The recipes.
pub(super) fn all(
    inputs: &Inputs,
    connection: &Connection,
    story: &Story,
    host: &Host,
) -> Vec<Recipe> {
    let settings = Settings::of(inputs, connection, host);
    let cause = Cause::of(inputs, connection, story);
    let seen = cause.and_then(|cause| Seen::of(cause, inputs, connection, story, host));
    let of = |tool, title: &'static str, command: String, lines: Option<Vec<String>>| Recipe {
        tool,
        title: title.into(),
        code: format!("{}{command}\n{}", settings.root(&command), told(lines)),
    };
    vec![
        of(
            Tool::Curl,
            "Ask such a server, and what curl 7.88 says",
            settings.curl(),
            seen.as_ref().and_then(Seen::curl),
        ),
        of(
            Tool::Openssl,
            "Ask such a server, and what openssl 3.0 says",
            settings.openssl(),
            seen.as_ref().and_then(Seen::openssl),
        ),
    ]
}

/// What a tool says, as comments below its command.
fn told(lines: Option<Vec<String>>) -> String {
    let Some(lines) = lines else {
        return "# Nobody noted what it says of such a connection.\n".into();
    };
    let lines = lines
        .iter()
        .map(|line| format!("# {line}").trim_end().to_owned() + "\n");
    format!(
        "# It says, lengths and addresses left out:\n{}",
        lines.collect::<String>()
    )
}

/// What the client of the page has chosen, in the words of the tools.
struct Settings {
    host: String,
    path: String,
    checks: bool,
    /// The names of those that the client trusts.
    roots: Vec<String>,
    suites: String,
    groups: String,
    /// The clock, where it is not that of the machine.
    clock: Option<u64>,
}

impl Settings {
    fn of(inputs: &Inputs, connection: &Connection, host: &Host) -> Self {
        let suites: Vec<&str> = suites(inputs, "suite")
            .iter()
            .map(|one| one.name())
            .collect();
        let groups: Vec<&str> = groups(inputs, "group").into_iter().map(named).collect();
        Self {
            host: host.to_string(),
            path: inputs.text("path").trim().to_owned(),
            checks: connection.expects.checks,
            roots: connection
                .expects
                .roots
                .iter()
                .filter_map(|der| Some(Certificate::parse(der).ok()?.subject()))
                .collect(),
            suites: suites.join(":"),
            groups: groups.join(":"),
            clock: (connection.expects.now != inputs.now).then_some(connection.expects.now),
        }
    }

    /// What stands in the file that the commands name.
    fn root(&self, command: &str) -> String {
        match command.contains("root.pem") {
            true => format!("# root.pem has {}.\n", self.roots.join(" and ")),
            false => String::new(),
        }
    }

    fn trusts(&self) -> bool {
        !self.roots.is_empty()
    }

    fn curl(&self) -> String {
        let trusts = if self.trusts() {
            "--cacert root.pem "
        } else {
            ""
        };
        let checks = if self.checks { "" } else { "--insecure " };
        let clock = match self.clock {
            Some(_) => {
                "# curl goes by the clock of the machine, or by that of faketime before it.\n"
            }
            None => "",
        };
        let address = shell_word(&format!("https://{}{}", self.authority(), self.path));
        format!(
            "{clock}curl --verbose --http1.1 --tlsv1.3 {trusts}{checks}\\\n  \
             --tls13-ciphers {} \\\n  --curves {} \\\n  {address}",
            self.suites, self.groups
        )
    }

    fn openssl(&self) -> String {
        let trusts = match self.trusts() {
            true => "-CAfile root.pem",
            false => "-no-CAfile -no-CApath -no-CAstore",
        };
        let checks = match self.checks {
            false => String::new(),
            true => {
                let is_name = self.host.parse::<std::net::IpAddr>().is_err();
                let what = if is_name { "hostname" } else { "ip" };
                format!("-verify_return_error -verify_{what} {} ", self.host)
            }
        };
        let clock = self
            .clock
            .map_or(String::new(), |now| format!("-attime {now} "));
        format!(
            "openssl s_client -connect {}:443 -servername {} -tls1_3 \\\n  \
             {trusts} {checks}{clock}\\\n  -ciphersuites {} \\\n  -groups {}",
            self.authority(),
            self.host,
            self.suites,
            self.groups
        )
    }

    /// The host as an address has it: one of IPv6 in brackets.
    fn authority(&self) -> String {
        match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        }
    }
}

/// A group as openssl calls it.
fn named(group: Group) -> &'static str {
    match group {
        Group::X25519 => "X25519",
        Group::P256 => "P-256",
        Group::X25519MlKem768 => "X25519MLKEM768",
    }
}
