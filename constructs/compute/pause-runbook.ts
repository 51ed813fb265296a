import type { Cloud } from '../../azure/clouds';

/**
 * PowerShell 7.2 that pauses or resumes one dedicated SQL pool, and never pauses a busy one.
 *
 * Busy is read from the pool's own metrics, so that the runbook needs no login to the database. A pool without figures
 * counts as busy. The text holds neither of Terraform's template openings, which would be evaluated inside the JSON.
 */
export function pauseRunbook({ name, powerShell }: Cloud): string {
  return name === 'public'
    ? PAUSE_RUNBOOK
    : PAUSE_RUNBOOK.replace('-Identity', () => `-Identity -Environment ${powerShell}`);
}

export const PAUSE_RUNBOOK = `param(
  [Parameter(Mandatory)] [string] $PoolId,
  [Parameter(Mandatory)] [ValidateSet('pause', 'resume')] [string] $Action,
  [int] $PatienceMinutes = 120
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

function Test-Busy {
  $now = (Get-Date).ToUniversalTime()
  $span = $now.AddMinutes(-15).ToString('yyyy-MM-ddTHH:mm:ssZ') + '/' + $now.ToString('yyyy-MM-ddTHH:mm:ssZ')
  $query = '?api-version=2018-01-01&metricnames=ActiveQueries,QueuedQueries&aggregation=Total&interval=PT1M&timespan=' + $span
  $metrics = Invoke-Pool 'GET' ('/providers/Microsoft.Insights/metrics' + $query)
  $points = @($metrics.value.timeseries.data | Where-Object { $null -ne $_.total })
  if ($points.Count -eq 0) { return $true }
  return ($points | Measure-Object -Property total -Sum).Sum -gt 0
}

$status = Get-Status
if ($Action -eq 'resume') {
  if ($status -eq 'Online') { Write-Output 'Already online.'; return }
  Invoke-Pool 'POST' '/resume?api-version=2021-06-01' | Out-Null
  Write-Output 'Resume requested.'
  return
}

if ($status -eq 'Paused') { Write-Output 'Already paused.'; return }
$deadline = (Get-Date).AddMinutes($PatienceMinutes)
while (Test-Busy) {
  if ((Get-Date) -ge $deadline) {
    throw ('The pool is still busy after ' + $PatienceMinutes + ' minutes and stays online: ' + $PoolId)
  }
  Write-Output 'Busy; looking again in 10 minutes.'
  Start-Sleep -Seconds 600
}
Invoke-Pool 'POST' '/pause?api-version=2021-06-01' | Out-Null
Write-Output 'Pause requested.'
`;
