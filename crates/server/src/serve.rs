//! `concord serve`

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use concord_app::housekeeping;
use concord_app::kit::desk::Desk;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::Ended;
use crate::cli::ServeArgs;
use crate::house::{House, Use};
use crate::logs::{self, Amount};
use crate::settings::{self, WebSettings};

/// How long requests under way may take once the end was asked for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves until it is asked to end.
pub fn run(args: ServeArgs) -> anyhow::Result<Ended> {
    let (house, web) = settings::settle(&args.house, &args.web)?;
    logs::start(house.log, Amount::Info);
    let house = House::open_to(&house, &web, Use::Alone)?;
    listen(house, &web)
}

/// Serves an open installation until it is asked to end.
pub fn listen(house: House, web: &WebSettings) -> anyhow::Result<Ended> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
    let served = runtime.block_on(until_asked(house.desk.clone(), web));
    // After the runtime: nothing asks the store any more.
    drop(runtime);
    house.close();
    tracing::info!("ended");
    served.map(|()| Ended::Well)
}

async fn until_asked(desk: Desk, web: &WebSettings) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(wait_for_signal(stop)?);
    let listener = TcpListener::bind(web.listen).await.with_context(|| format!("listening on {}", web.listen))?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|stream| {
        // Small answers go out at once; without it they only wait a little longer.
        _ = stream.set_nodelay(true);
    });
    let jobs = housekeeping::runner(&desk).run(stopped.clone());
    housekeeping::begin(&desk).await?;
    desk.begin_live();
    let app = concord_app::web::router(desk.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(ended(stopped.clone()));
    let jobs = tokio::spawn(jobs);
    tracing::info!(%address, public_url = web.public_url, "serving");
    let serving = tokio::spawn(serving.into_future());
    ended(stopped).await;
    // They would go on for as long as somebody looks.
    desk.live.end();
    match tokio::time::timeout(PATIENCE, serving).await {
        Ok(served) => served??,
        Err(_) => tracing::warn!("some requests did not end in time"),
    }
    if tokio::time::timeout(PATIENCE, jobs).await.is_err() {
        tracing::warn!("some jobs did not end in time; they run again later");
    }
    Ok(())
}

/// Ends with SIGTERM or SIGINT; a second one ends the process at once.
fn wait_for_signal(stop: watch::Sender<bool>) -> anyhow::Result<impl Future<Output = ()>> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        tracing::info!("ending: answering the requests under way");
        stop.send_replace(true);
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        std::process::exit(130);
    })
}

/// Ends when the end was asked for.
async fn ended(mut stopped: watch::Receiver<bool>) {
    // Without a sender there is nobody left to ask for the end: it has come.
    _ = stopped.wait_for(|stopped| *stopped).await;
}
