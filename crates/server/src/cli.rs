//! The command line, with its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use concord_app::kit::messages::Lang;

#[derive(Debug, Parser)]
#[command(
    name = "concord",
    version,
    about = "Prevents and settles disputes where they start: the working system of a city's mediation network.",
    long_about = "Prevents and settles disputes where they start: the working system of a city's mediation network.\n\n\
        One binary, one folder of data, a browser. To look around a fictional city:\n\n    \
        concord demo\n\n\
        To begin in earnest, make the operator's account, then serve:\n\n    \
        concord account create --data /var/lib/concord --login admin --name 'Zhou Min' --role operator\n    \
        concord serve --data /var/lib/concord",
    after_help = "Every setting can also come from the environment (CONCORD_DATA, CONCORD_LISTEN, ...) or from a TOML file (--config).\n\
        What stands on the command line wins, then the environment, then the file.\n\n\
        Exit codes: 0 all well; 1 a fault; 2 wrong usage; 3 verify found differences.\n\
        Logs go to standard error; RUST_LOG=debug shows more of them."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages and the API
    #[command(
        long_about = "Serves the pages and the API until SIGTERM or SIGINT; then answers the requests under way, writes what is queued and ends.\n\n\
        The folder is created when it is missing and holds everything: database, files. One process at a time may serve a folder.",
        after_help = "Examples:\n  concord serve --data /var/lib/concord\n  \
        concord serve --data /var/lib/concord --public-url https://concord.example --proxies 1\n  \
        concord serve --data /var/lib/concord --database postgres://concord@127.0.0.1/concord\n  \
        CONCORD_DATA=/var/lib/concord concord serve --log json"
    )]
    Serve(ServeArgs),
    /// Make a fictional city and serve it
    #[command(
        long_about = "Makes a fictional city with two years of matters, prints accounts for each role and serves it. The accounts are also \
        written to demo-accounts.json in the folder. A folder that holds a city already is served as it is.\n\n\
        The same number and seed make the same city. Nothing in it exists: names, streets and bodies are invented.",
        after_help = "Examples:\n  concord demo\n  concord demo --matters 100000 --seed 7 --data /tmp/city --listen 127.0.0.1:8090\n  \
        concord demo --matters 1000000 --data /tmp/large --no-serve"
    )]
    Demo(DemoArgs),
    /// Take over a hotline's or another register's export
    #[command(
        long_about = "Takes over the rows of an export: CSV, XLSX or JSONL, in UTF-8 or GB18030.\n\n\
        Without --mapping the columns are guessed, and the guess is written beside the file as FILE.mapping.toml, for a person to correct. \
        With it, the rows are filed. Rows that do not fit are written to a file of rejects with their line and the reason. The same file \
        imported again changes nothing; an interrupted import goes on where it stopped.",
        after_help = "Examples:\n  concord import calls.csv --data DIR                                                guesses\n  \
        concord import calls.csv --data DIR --mapping calls.csv.mapping.toml --dry-run     checks every row, files nothing\n  \
        concord import calls.csv --data DIR --mapping calls.csv.mapping.toml               files"
    )]
    Import(ImportArgs),
    /// Prove that everything follows from the journal
    #[command(
        long_about = "Replays every event, checks that no history was changed, and compares every row, counter, search entry and sealed text with \
        what follows. Changes nothing and may run while the folder is being served. Ends with 3 when something differs.",
        after_help = "Examples:\n  concord verify --data /var/lib/concord\n  concord verify --data /var/lib/concord --format json"
    )]
    Verify(VerifyArgs),
    /// Make lists, counters and the search index anew from the journal
    #[command(
        long_about = "Makes every read model, counter and search entry anew from the journal, which stays as it is. The folder must not be served \
        meanwhile. If it is interrupted, run it again.",
        after_help = "Example:\n  concord rebuild --data /var/lib/concord && concord verify --data /var/lib/concord"
    )]
    Rebuild(RebuildArgs),
    /// Write everything to one file, while serving too
    #[command(
        long_about = "Writes the database and the files, as of one moment, to a new file. May run while the folder is being served.",
        after_help = "Example:\n  concord backup /backup/concord-2026-11-22.concord --data /var/lib/concord"
    )]
    Backup(BackupArgs),
    /// Fill an empty folder from a backup
    #[command(
        long_about = "Fills an empty folder (or an empty PostgreSQL database) from a backup. A backup of SQLite can be restored to PostgreSQL and the \
        other way round. Run `concord verify` afterwards: a backup that was never restored is a hope.",
        after_help = "Examples:\n  concord restore concord-2026-11-22.concord --data /var/lib/concord-new\n  \
        concord restore concord-2026-11-22.concord --data /var/lib/concord --database postgres://concord@127.0.0.1/concord"
    )]
    Restore(BackupArgs),
    /// Make accounts
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Make API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Playbooks: what is written in a file, before the house depends on it
    Playbook {
        #[command(subcommand)]
        command: PlaybookCommand,
    },
    /// Print the description of the API: OpenAPI 3.1
    #[command(
        after_help = "Example:\n  concord openapi > openapi.json\n\nA running server gives the same at /api/openapi.json."
    )]
    Openapi,
    /// Ask a running server whether it is well
    #[command(
        long_about = "Asks a running server whether it is well; ends with 0 when it is. For supervisors and containers.",
        after_help = "Example:\n  concord healthcheck --url http://127.0.0.1:8080"
    )]
    Healthcheck(HealthArgs),
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account that can sign in
    #[command(
        long_about = "Makes an account that can sign in. The first one is the operator's, who makes the others in the browser.\n\n\
        The password is asked for twice, unseen; --password-stdin takes it from standard input instead.",
        after_help = "Examples:\n  concord account create --data /var/lib/concord --login admin --name 'Zhou Min' --role operator\n  \
        pass show concord | concord account create --data /var/lib/concord --login lin --name 'Lin Zhiyuan' --role mediator --body C310101 --password-stdin"
    )]
    Create(AccountArgs),
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token with which a program acts for an account
    #[command(
        long_about = "Makes a token with which a program acts for an account, and prints it: the only time that it is seen.\n\
        The program sends it as `Authorization: Bearer TOKEN`.",
        after_help = "Example:\n  concord token create --data /var/lib/concord --login hotline --label 'Hotline 12345'"
    )]
    Create(TokenArgs),
}

/// Which installation.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Installation")]
pub struct HouseArgs {
    /// Folder that holds the database and the files
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL in place of SQLite in the folder, e.g. postgres://concord@127.0.0.1/concord
    #[arg(long, env = "CONCORD_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// TOML file with the same settings: data = "/var/lib/concord", listen = "127.0.0.1:8080", ...
    #[arg(long, env = "CONCORD_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of playbooks in place of those shipped
    #[arg(long, env = "CONCORD_PLAYBOOKS", value_name = "DIR")]
    pub playbooks: Option<PathBuf>,
    /// Folder of working-day calendars in place of those shipped
    #[arg(long, env = "CONCORD_CALENDARS", value_name = "DIR")]
    pub calendars: Option<PathBuf>,
    /// Time zone in which dates count [default: Asia/Shanghai]
    #[arg(long, env = "CONCORD_ZONE", value_name = "IANA")]
    pub zone: Option<String>,
    /// Form of the logs [default: text]
    #[arg(long, env = "CONCORD_LOG", value_name = "FORM")]
    pub log: Option<LogForm>,
}

/// How it is reached.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Web")]
pub struct WebArgs {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "CONCORD_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
    /// Address under which the public reaches it; stands in QR codes and links [default: http:// and the listening address]
    #[arg(long, env = "CONCORD_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Number of proxies in front whose X-Forwarded-For is believed [default: 0]
    #[arg(long, env = "CONCORD_PROXIES", value_name = "N")]
    pub proxies: Option<usize>,
}

#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    pub house: HouseArgs,
    #[command(flatten)]
    pub web: WebArgs,
}

#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    /// How many matters
    #[arg(long, value_name = "N", default_value_t = 5000)]
    pub matters: u64,
    /// Which city: the same number makes the same one
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Only make it
    #[arg(long)]
    no_serve: bool,
    /// Form of the list of accounts
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    pub house: HouseArgs,
    #[command(flatten)]
    pub web: WebArgs,
}

/// What comes after a city was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterDemo {
    Serve,
    End,
}

impl DemoArgs {
    pub fn after(&self) -> AfterDemo {
        if self.no_serve { AfterDemo::End } else { AfterDemo::Serve }
    }
}

#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// The exports
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the columns mean; without it a mapping is guessed
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Check every row and file nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Language of what is told and of the rejects
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    #[command(flatten)]
    pub house: HouseArgs,
}

/// A language of the message files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    #[default]
    #[value(name = "zh-CN")]
    Zh,
    #[value(name = "en")]
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Zh => Self::Zh,
            Language::En => Self::En,
        }
    }
}

#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    pub house: HouseArgs,
}

#[derive(Args, Clone, Debug)]
pub struct RebuildArgs {
    #[command(flatten)]
    pub house: HouseArgs,
}

#[derive(Args, Clone, Debug)]
pub struct BackupArgs {
    /// The backup
    pub file: PathBuf,
    #[command(flatten)]
    pub house: HouseArgs,
}

#[derive(Args, Clone, Debug)]
pub struct AccountArgs {
    /// What is typed to sign in
    #[arg(long)]
    pub login: String,
    /// What others see
    #[arg(long)]
    pub name: String,
    /// clerk, grid_worker, coordinator, mediator, officer, supervisor, representative or operator
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Code or number of the body in which the role is held; an operator needs none
    #[arg(long, value_name = "BODY")]
    pub body: Option<String>,
    /// Take the password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub house: HouseArgs,
}

#[derive(Args, Clone, Debug)]
pub struct TokenArgs {
    /// Login of the account for which the program acts
    #[arg(long)]
    pub login: String,
    /// What it is for
    #[arg(long, default_value = "command line")]
    pub label: String,
    #[command(flatten)]
    pub house: HouseArgs,
}

#[derive(Debug, Subcommand)]
pub enum PlaybookCommand {
    /// Read a playbook and tell what it would do to a matter that came today
    #[command(
        long_about = "Reads a playbook, a channel's time limits (clocks-*.toml) the ways out (diversion.toml) or another list of that folder as the house would when it starts: a mistake is told with file, \
        line and reason. Kinds of dispute are those of a categories.toml beside the file, else the shipped ones. Otherwise it tells what would happen to a sample matter: who begins, which time limits run until when, what may hold \
        them up, what takes it up a level, and where else it can go.",
        after_help = "Examples:\n  concord playbook check playbooks/general.toml\n  concord playbook check my-kind.toml --lang en"
    )]
    Check(PlaybookCheckArgs),
}

#[derive(Args, Clone, Debug)]
pub struct PlaybookCheckArgs {
    /// The file
    pub file: PathBuf,
    /// Language of the answer
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
    /// Folder of calendars in place of the shipped ones
    #[arg(long, value_name = "DIR")]
    pub calendars: Option<PathBuf>,
    /// Time zone in which dates count [default: Asia/Shanghai]
    #[arg(long, env = "CONCORD_ZONE", value_name = "IANA")]
    pub zone: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub struct HealthArgs {
    /// Where it listens
    #[arg(long, env = "CONCORD_HEALTH_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
}

/// Form of what a command reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Form of the logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    /// For people.
    #[default]
    Text,
    /// An object per line.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
