@echo off
rem The command line of an installed Tributary; runs in the node that the package brings.
setlocal
set "TRIBUTARY_DESKTOP=%~dp0..\..\..\Tributary.exe"
"%~dp0..\..\host\tributary-host.exe" "%~dp0tributary.mjs" %*
