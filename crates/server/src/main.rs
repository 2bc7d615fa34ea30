//! `concord`: configuration and commands. The only place that reads the system's clock and environment.

mod accounts;
mod allocator;
mod backup;
mod cli;
mod demo;
mod health;
mod house;
mod import;
mod lock;
mod logs;
mod openapi;
mod playbook;
mod progress;
mod proof;
mod say;
mod serve;
mod settings;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::cli::{AccountCommand, Cli, Command, TokenCommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ended, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Well = 0,
    WithFault = 1,
    WithWrongUsage = 2,
    /// Only `verify`.
    WithDifferences = 3,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> Self {
        Self::from(ended as u8)
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let ended = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ended::Well,
                _ => Ended::WithWrongUsage,
            };
            // Nothing is left to tell whom if the terminal is gone.
            _ = error.print();
            return ended.into();
        }
    };
    if matches!(cli.command, Command::Serve(_)) {
        allocator::give_back_soon();
    }
    match run(cli.command) {
        Ok(ended) => ended.into(),
        Err(error) => {
            say::problem(&format!("concord: {error:#}"));
            let usage = error.is::<settings::WrongSetting>();
            if usage { Ended::WithWrongUsage } else { Ended::WithFault }.into()
        }
    }
}

fn run(command: Command) -> anyhow::Result<Ended> {
    match command {
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Import(args) => import::run(args),
        Command::Verify(args) => proof::verify(args),
        Command::Rebuild(args) => proof::rebuild(args),
        Command::Backup(args) => backup::backup(args),
        Command::Restore(args) => backup::restore(args),
        Command::Account { command: AccountCommand::Create(args) } => accounts::create(args),
        Command::Token { command: TokenCommand::Create(args) } => accounts::create_token(args),
        Command::Playbook { command: cli::PlaybookCommand::Check(args) } => playbook::check(&args),
        Command::Openapi => openapi::print(),
        Command::Healthcheck(args) => health::check(&args),
    }
}
