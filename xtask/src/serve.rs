//! `cargo xtask serve`: build and serve on 127.0.0.1.

use crate::build;
use crate::shell::{Failure, Result, root};
use crate::tools::{Need, Toolbox};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    /// Optimised, or quickly built.
    speed: Speed,
    /// Where to listen on 127.0.0.1.
    port: u16,
}

/// What is to be fast: the site or its build.
#[derive(Debug, PartialEq, Eq)]
enum Speed {
    /// As visitors get it. Without optimisation a key takes minutes.
    Release,
    /// For work on words and looks.
    Dev,
}

/// The command.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let options = parse(args)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    if answers(address) {
        return Err(Failure::new(format!(
            "Something else is listening on {address} already. Please end it, or choose another port with --port."
        )));
    }
    let toolbox = match options.speed {
        Speed::Release => Toolbox::with(&build::NEEDS)?,
        Speed::Dev => Toolbox::with(&[Need::WasmTarget, Need::Trunk, Need::WasmBindgen])?,
    };

    println!("Building. The first time takes some minutes; then the address is printed.");
    let mut trunk = toolbox.trunk()?;
    trunk
        .args([
            "serve",
            "--offline",
            "--port",
            &options.port.to_string(),
            "--dist",
        ])
        // Apart from dist/, which may be on its way to a host.
        .arg(root().join("target/serve"));
    if options.speed == Speed::Release {
        trunk.arg("--release");
    }
    let mut child = trunk
        .spawn()
        .map_err(Failure::while_doing("Could not start Trunk"))?;
    loop {
        let ended = child
            .try_wait()
            .map_err(Failure::while_doing("Could not watch Trunk"))?;
        if let Some(status) = ended {
            return Err(Failure::new(format!(
                "Trunk ended before it served anything ({status})."
            )));
        }
        if answers(address) {
            break;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    println!(
        "\nPadlock is at http://{address}/ (it is rebuilt when a file changes; reload to see it; Ctrl+C ends it)"
    );
    let status = child
        .wait()
        .map_err(Failure::while_doing("Could not watch Trunk"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("Trunk ended ({status}).")))
    }
}

/// Whether somebody listens there.
fn answers(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok()
}

/// Reads the arguments.
fn parse(args: &[String]) -> Result<Options> {
    let mut options = Options {
        speed: Speed::Release,
        port: 8080,
    };
    let mut words = args.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--dev" => options.speed = Speed::Dev,
            "--port" => {
                options.port = words
                    .next()
                    .and_then(|port| port.parse().ok())
                    .filter(|port| *port != 0)
                    .ok_or_else(|| Failure::new("--port needs a number from 1 to 65535."))?;
            }
            other => {
                return Err(Failure::new(format!(
                    "`cargo xtask serve` knows --dev and --port N, but not {other:?}."
                )));
            }
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses words.
    fn parsed(words: &[&str]) -> Result<Options> {
        parse(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn arguments_are_read() {
        assert_eq!(
            parsed(&[]).unwrap(),
            Options {
                speed: Speed::Release,
                port: 8080
            }
        );
        assert_eq!(
            parsed(&["--port", "9", "--dev"]).unwrap(),
            Options {
                speed: Speed::Dev,
                port: 9
            }
        );
    }

    #[test]
    fn wrong_arguments_are_refused() {
        for words in [
            &["--port"][..],
            &["--port", "70000"],
            &["--port", "0"],
            &["--open"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
