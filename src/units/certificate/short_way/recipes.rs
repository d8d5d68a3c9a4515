//! The short way itself, how a server uses what it makes, and how clients trust
//! that.

use super::ShortWay;
use crate::engine::pki::host::Host;
use crate::units::certificate::recipes::{in_url, serve_it};
use crate::units::certificate::trust_recipes::trust_it;
use crate::units::form::quoted;
use crate::units::{Inputs, Recipe, Tool};

/// The short way itself, and what to do with what it makes.
pub(super) fn of(inputs: &Inputs) -> Vec<Recipe> {
    let days = inputs.text("days").trim();
    let subject = quoted::shell(&format!("/CN={}", inputs.text("cn").trim()));
    let request = format!(
        "openssl req -x509 -newkey rsa:2048 -nodes -out cert.pem -keyout key.pem \\\n  \
         -days {days} -subj {subject}"
    );
    let (tool, code) = match ShortWay::read(inputs, "way") {
        ShortWay::Req => (Tool::Openssl, format!("{request}\n")),
        ShortWay::Addext => {
            let names = match Host::parse(inputs.text("cn").trim()) {
                Ok(host) => host.openssl(),
                Err(_) => String::new(),
            };
            let names = quoted::shell(&format!("subjectAltName={names}"));
            (Tool::Openssl, format!("{request} \\\n  -addext {names}\n"))
        }
        _ => (
            Tool::Flask,
            "from flask import Flask\n\
             \n\
             app = Flask(__name__)\n\
             app.run(port=5000, ssl_context='adhoc')\n"
                .to_owned(),
        ),
    };
    let itself = Recipe {
        tool,
        title: "The short way itself".into(),
        code,
    };
    let rest = match ShortWay::read(inputs, "way") {
        way @ (ShortWay::Req | ShortWay::Addext) => with_files(way, inputs.text("cn").trim()),
        _ => vec![fetched()],
    };
    std::iter::once(itself).chain(rest).collect()
}

/// How a server and clients use `cert.pem` and `key.pem`.
fn with_files(way: ShortWay, common_name: &str) -> Vec<Recipe> {
    let host = Host::parse(common_name).map_or("localhost".to_owned(), |host| host.to_string());
    let in_url = in_url(&host);
    let reached = Recipe {
        tool: Tool::Curl,
        title: "Reach it, trusting this very certificate for one request".into(),
        code: format!(
            "# It is its own issuer, and so the root too.\n\
             curl --cacert cert.pem {url}\n\
             # Without --cacert: error 60, since nobody vouches for it.\n",
            url = quoted::shell_word(&format!("https://{in_url}:5000/"))
        ),
    };
    let trusting = trust_it().into_iter().filter_map(|recipe| {
        let before = match (recipe.tool, way) {
            // Neither of them takes it then.
            (Tool::Browser, ShortWay::Req) => return None,
            (Tool::Browser, _) => {
                "# Chrome takes it then. Firefox does not: it takes no CA for a server.\n"
            }
            _ => "",
        };
        Some(Recipe {
            title: recipe.title.replace("this root", "this certificate").into(),
            code: format!(
                "# By openssl's own settings it is a root, which may sign others (CA:TRUE).\n{before}{}",
                recipe.code.replace("localhost", &in_url)
            ),
            ..recipe
        })
    });
    let all = serve_it(&host).into_iter().chain([reached]).chain(trusting);
    all.map(|recipe| Recipe {
        code: recipe
            .code
            .replace("server-chain.pem", "cert.pem")
            .replace("server-key.pem", "key.pem")
            .replace("root.pem", "cert.pem"),
        ..recipe
    })
    .collect()
}

/// How curl fares with what adhoc makes, which stands in no file.
fn fetched() -> Recipe {
    Recipe {
        tool: Tool::Curl,
        title: "Fetch its certificate, and trust that for one request".into(),
        code: "# It is in no file: this takes it from whoever answers, be it the server or not.\n\
               openssl s_client -connect localhost:5000 </dev/null | openssl x509 -out cert.pem\n\
               # Error 60 all the same: none of its names is that of the host.\n\
               curl --cacert cert.pem https://localhost:5000/\n\
               # Skips the check: whoever answers is taken for the server.\n\
               curl --insecure https://localhost:5000/\n"
            .into(),
    }
}
