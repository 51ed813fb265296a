import type { Cloud } from '../../azure/clouds';

/**
 * PowerShell 7.2 that pauses or resumes one dedicated SQL pool, or pauses it when no query ran for some time, and never pauses a
 * busy one.
 *
 * Busy is read from the pool's own metrics, so that the runbook needs no login to the database. A pool without figures
 * counts as busy; so does one with fewer than the time has minutes, because it was not online all the while, or nobody knows.
 * Figures come some minutes late. The text holds neither of Terraform's template openings, which would be evaluated inside the JSON.
 */
export function pauseRunbook({ name, powerShell }: Cloud): string {
  return name === 'public'
    ? PAUSE_RUNBOOK
    : PAUSE_RUNBOOK.replace('-Identity', () => `-Identity -Environment ${powerShell}`);
}

export const PAUSE_RUNBOOK = `param(
  [Parameter(Mandatory)] [string] $PoolId,
  [Parameter(Mandatory)] [ValidateSet('pause', 'resume', 'idle')] [string] $Action,
  [int] $PatienceMinutes = 120,
  [int] $IdleMinutes = 60,
  [string] $From = '00:00'
)

$ErrorActionPreference = 'Stop'
Connect-AzAccount -Identity | Out-Null

function Invoke-Pool([string] $Method, [string] $Path) {
  $answer = Invoke-AzRestMethod -Method $Method -Path ($PoolId + $Path)
  if ($answer.StatusCode -ge 300) {
    throw ($Method + ' ' + $PoolId + $Path + ' answered ' + $answer.StatusCode + ': ' + $answer.Content)
  }
  return $answer.Content | ConvertFrom-Json
}

function Get-Status {
  return (Invoke-Pool 'GET' '?api-version=2021-06-01').properties.status
}

function Test-Busy([int] $Minutes, [int] $Least) {
  $now = (Get-Date).ToUniversalTime()
  $span = $now.AddMinutes(-$Minutes).ToString('yyyy-MM-ddTHH:mm:ssZ') + '/' + $now.ToString('yyyy-MM-ddTHH:mm:ssZ')
  $query = '?api-version=2018-01-01&metricnames=ActiveQueries,QueuedQueries&aggregation=Total&interval=PT1M&timespan=' + $span
  $metrics = Invoke-Pool 'GET' ('/providers/Microsoft.Insights/metrics' + $query)
  $points = @($metrics.value.timeseries.data | Where-Object { $null -ne $_.total })
  if ($points.Count -lt $Least) { return $true }
  return ($points | Measure-Object -Property total -Sum).Sum -gt 0
}

$status = Get-Status
if ($Action -eq 'resume') {
  if ($status -eq 'Online') { Write-Output 'Already online.'; return }
  Invoke-Pool 'POST' '/resume?api-version=2021-06-01' | Out-Null
  Write-Output 'Resume requested.'
  return
}

if ($Action -eq 'idle') {
  if ($status -ne 'Online') { Write-Output ('Nothing to pause: ' + $status); return }
  $now = (Get-Date).ToUniversalTime()
  $begin = $now.Date.Add([timespan]::Parse($From))
  if ($now -ge $begin -and $now -lt $begin.AddMinutes($IdleMinutes)) { Write-Output 'The hours of the pool have just begun.'; return }
  if (Test-Busy $IdleMinutes ($IdleMinutes - 15)) { Write-Output 'In use.'; return }
  Invoke-Pool 'POST' '/pause?api-version=2021-06-01' | Out-Null
  Write-Output ('No query for ' + $IdleMinutes + ' minutes: pause requested.')
  return
}

if ($status -eq 'Paused') { Write-Output 'Already paused.'; return }
$deadline = (Get-Date).AddMinutes($PatienceMinutes)
while (Test-Busy 15 1) {
  if ((Get-Date) -ge $deadline) {
    throw ('The pool is still busy after ' + $PatienceMinutes + ' minutes and stays online: ' + $PoolId)
  }
  Write-Output 'Busy; looking again in 10 minutes.'
  Start-Sleep -Seconds 600
}
Invoke-Pool 'POST' '/pause?api-version=2021-06-01' | Out-Null
Write-Output 'Pause requested.'
`;
