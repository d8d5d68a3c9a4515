//! Who listens where, as lsof, netstat and nmap list it: what the exhibit says, with the
//! addresses of a listener of this machine.

use crate::support::judges;
use crate::support::pki::{inputs, run};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;

/// What a tool prints, with one space where it has several.
fn printed(mut command: Command) -> Vec<String> {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().map(|line| line.split_whitespace());
    lines
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect()
}

/// What the exhibit says that a tool lists, with these addresses instead of its own.
fn told(tool: &str, column: usize, server: SocketAddr, client: SocketAddr) -> String {
    let output = run("http", &inputs("http")).unwrap();
    let table = output
        .comparisons
        .iter()
        .find(|one| one.title == "Who listens where");
    let rows = &table.unwrap().rows;
    let row = rows.iter().find(|row| row.name.starts_with(tool)).unwrap();
    let says = [&row.left, &row.right][column].to_string();
    let says = says.replace("192.0.2.1:49152", &client.to_string());
    let mut says = says.replace("192.0.2.2:80", &server.to_string());
    // All addresses of a host, and one of them.
    for all in ["*:80", "0.0.0.0:80"] {
        says = says.replace(all, &server.to_string());
    }
    says.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn lsof_netstat_and_nmap_list_what_the_exhibit_says() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = listener.local_addr().unwrap();
    let asked = |program: Option<Command>, arguments: &[&str]| {
        program.map(|mut command| {
            command.args(arguments);
            printed(command)
        })
    };
    let listed = |lines: &[String], what: &str| {
        assert!(
            lines.iter().any(|line| line.contains(what)),
            "{what}: {lines:#?}"
        );
    };
    let nobody = SocketAddr::from(([192, 0, 2, 1], 49152));
    for column in [0, 1] {
        let talk = (column == 1).then(|| TcpStream::connect(server).unwrap());
        let client = talk
            .as_ref()
            .map_or(nobody, |talk| talk.local_addr().unwrap());
        let _accepted = talk.as_ref().map(|_| listener.accept().unwrap());
        if let Some(lines) = asked(judges::lsof(), &["-nP", "-iTCP"]) {
            listed(&lines, &told("lsof", column, server, client));
        }
        if let Some(lines) = asked(judges::netstat(), &["-tan"]) {
            listed(&lines, &told("netstat", column, server, client));
        }
    }
    let port = server.port().to_string();
    if let Some(lines) = asked(judges::nmap(), &["-n", "-Pn", "-p", &port, "127.0.0.1"]) {
        let says = told("nmap", 0, server, nobody);
        // The service is that of port 80.
        listed(
            &lines,
            says.replace("80/tcp", &format!("{port}/tcp"))
                .trim_end_matches(" http"),
        );
    }
}
