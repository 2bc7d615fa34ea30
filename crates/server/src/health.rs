//! `concord healthcheck`

use std::io::{Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::cli::HealthArgs;
use crate::settings::WrongSetting;
use crate::{Ended, say};

const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/healthz`.
pub fn check(args: &HealthArgs) -> anyhow::Result<Ended> {
    let Some(host) = args.url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/')) else {
        bail!(WrongSetting::Other(format!(
            "ask the server itself, not its proxy: http://127.0.0.1:8080, not {}",
            args.url
        )));
    };
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let address = address.to_socket_addrs()?.next().with_context(|| format!("no address for {host}"))?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).with_context(|| format!("asking {}", args.url))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).context("waiting for an answer")?;
    let status = answer.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) != Some("200") {
        bail!("{} is not well: {status}", args.url);
    }
    say::line("well");
    Ok(Ended::Well)
}
