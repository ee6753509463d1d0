@echo off
rem Dubbelklik: kies een map; gehoord leest die en opent het rapport. Een map hierop slepen kan ook.
chcp 65001 >nul
set PYTHONUTF8=1
rem Met .exe: anders vindt Windows eerst dit bestand zelf, en roept het zich eindeloos aan.
set "PATH=%~dp0gehoord-env\Scripts;%USERPROFILE%\.local\bin;%PATH%"
where gehoord.exe >nul 2>nul
if errorlevel 1 (
  echo gehoord is nog niet geinstalleerd. Zie README.md, Installing it.
  pause
  exit /b 1
)
set "MAP=%~1"
if not "%MAP%"=="" goto lees
for /f "usebackq delims=" %%m in (`powershell -NoProfile -STA -Command "Add-Type -AssemblyName System.Windows.Forms; $k = New-Object System.Windows.Forms.FolderBrowserDialog; $k.Description = 'Kies de map met reacties, verslagen en het plan'; if ($k.ShowDialog() -eq 'OK') { [Console]::OutputEncoding = [Text.Encoding]::UTF8; $k.SelectedPath }"`) do set "MAP=%%m"
if "%MAP%"=="" exit /b 1
:lees
if "%MAP:~-1%"=="\" set "MAP=%MAP%."
gehoord.exe start "%MAP%"
pause
